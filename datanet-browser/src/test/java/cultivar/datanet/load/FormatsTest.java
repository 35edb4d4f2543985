package cultivar.datanet.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.Contribution;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {
    private static final String ALICE = "0x52908400098527886E0F7030069857D2E4169EE7";
    private static final String WHO = ",\"contributor\":\"" + ALICE + "\",\"licence\":\"MIT\"}";
    private static final RowDefaults ALICES = new RowDefaults(EvmAddress.parse(ALICE), "MIT");

    @TempDir
    Path folder;

    private final List<Problem> rejected = new ArrayList<>();

    private List<Contribution> read(String name, String text) throws IOException {
        return read(Files.writeString(folder.resolve(name), text), Map.of());
    }

    private List<Contribution> read(Path file, Map<String, Target> changes) throws IOException {
        rejected.clear();
        List<Contribution> rows = new ArrayList<>();
        try (RowReader reader = RowReader.open(file, ALICES, changes, problem -> {
            if (problem.severity() == Problem.Severity.REJECTED) {
                rejected.add(problem);
            }
        })) {
            for (ParsedRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row.contribution());
            }
        }
        return rows;
    }

    private Path resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
            return Files.write(folder.resolve(name), in.readAllBytes());
        }
    }

    private List<String> questions(List<Contribution> rows) {
        return rows.stream().map(row -> row.messages().getFirst().content()).toList();
    }

    private static String row(String question) {
        return "{\"prompt\":\"" + question + "\",\"completion\":\"a\"" + WHO;
    }

    @Test
    void aJsonListIsReadAndEachBrokenRowCostsItselfOnly() throws IOException {
        List<Contribution> rows = read(
                "list.json",
                "\ufeff[\n  " + row("one") + ",\n  {\n    \"prompt\": \"two [}\\\"\","
                        + "\n    \"completion\": \"a\"\n  },\n  {\"prompt\": \"open,\n   \"completion\": \"a\"},\n  "
                        + row("three")
                        + ",\n"
                        + "  {\"prompt\": \"p\", \"completion\": [\"a\"\n"
                        + "  ,\n"
                        + "  {\"prompt\": 1, \"completion\": \"a\"},\n"
                        + "  17,\n"
                        + "  "
                        + row("four") + "\n]\n");
        assertThat(questions(rows)).containsExactly("one", "two [}\"", "three", "four");
        assertThat(rejected).map(Problem::line).containsExactly(7L, 10L, 12L, 13L);
        assertThat(rejected)
                .map(Problem::reason)
                .containsExactly(
                        "broken JSON: a text is not closed",
                        "broken JSON: the row is not closed",
                        "\"prompt\" is not a text",
                        "not a JSON object; each row must be one");
    }

    @Test
    void anObjectGivesTheRowsOfItsLists() throws IOException {
        assertThat(questions(read(
                        "o.json",
                        "{\"version\": {\"a\": [1, \"}\"]}, \"names\": [\"x\", \"y\"], \"train\":\n[" + row("one") + ","
                                + row("two") + "], \"test\": [" + row("three") + "]}")))
                .containsExactly("one", "two", "three");
        assertThat(rejected).isEmpty();
        assertThatThrownBy(() -> read("none.json", "{\"a\": [1, 2]}"))
                .hasMessage("none.json cannot be imported: the JSON object in it holds no list of rows");
        assertThatThrownBy(() -> read("no.json", "hello")).hasMessageContaining("no list of rows");
    }

    @Test
    void jsonLinesUnderTheOtherNameAndASingleRowAreSeen() throws IOException {
        assertThat(questions(read("l.json", row("one") + "\n" + row("two")))).containsExactly("one", "two");
        assertThat(questions(read("s.json", "\n" + row("one")))).containsExactly("one");
    }

    @Test
    void aJsonFileThatEndsEarlyGivesWhatIsWhole() throws IOException {
        assertThat(read("cut.json", "[" + row("one") + "," + row("two").substring(0, 20)))
                .hasSize(1);
        assertThat(rejected)
                .map(Problem::toString)
                .containsExactly("cut.json:1: the file ends in the middle of this row; was it cut short?");
        assertThat(read("cut2.json", "[" + row("one") + ",")).hasSize(1);
        assertThat(rejected).map(Problem::reason).allMatch(reason -> reason.contains("cut short"));
        assertThat(read("more.json", "[" + row("one") + "}," + row("two") + "] x"))
                .hasSize(2);
        assertThat(rejected).hasSize(2);
    }

    @Test
    void aJsonRowOfFiftyMegabytesIsPassedOver() throws IOException {
        Path file = folder.resolve("huge.json");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("[{\"prompt\":\"");
            for (int i = 0; i < 50; i++) {
                out.write("x".repeat(1 << 20));
            }
            out.write("\",\"completion\":\"a\"},\n" + row("two") + "]");
        }
        assertThat(questions(read(file, Map.of()))).containsExactly("two");
        assertThat(rejected).map(Problem::toString).containsExactly("huge.json:1: the row is longer than 8 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void everySeparatorIsFound(String separator) throws IOException {
        String text = String.join(separator, "Question", "Answer", "Tags", "licence") + "\r\n"
                + String.join(separator, "\"What, or; who|\tis \"\"it\"\"?\"", "a", "\"x;y\"", "MIT") + "\r\n"
                + String.join(separator, "\"two\nlines\"", "b", "", "MIT") + "\n\n";
        List<Contribution> rows = read("t.csv", text);
        assertThat(rejected).isEmpty();
        assertThat(questions(rows)).containsExactly("What, or; who|\tis \"it\"?", "two\nlines");
        assertThat(rows.getFirst().tags()).containsExactly("x", "y");
    }

    @Test
    void aBrokenQuoteIsNamedByItsLineAndTheRestGoesIn() throws IOException {
        assertThat(questions(read("q.csv", """
            prompt,completion
            one,a
            "two,a
            three,a
            "four" x,a
            five,a,b
            six,"a
            b"
            5" disk,a
            """))).containsExactly("one", "three", "six", "5\" disk");
        assertThat(rejected)
                .map(Problem::toString)
                .containsExactly(
                        "q.csv:3: the quote in column 1 is never closed",
                        "q.csv:5: there is text behind a closing quote",
                        "q.csv:6: 3 cells where there are 2 columns");
    }

    @Test
    void wrongBytesNulsAndLongLinesInATableAreNamed() throws IOException {
        Path file = folder.resolve("b.csv");
        Files.write(file, "prompt,completion\none,a\ncaf\u00e9,a\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(
                file, "t\0wo,a\n" + "x".repeat(9 << 20) + ",a\nthree,a\n", java.nio.file.StandardOpenOption.APPEND);
        assertThat(questions(read(file, Map.of()))).containsExactly("one", "three");
        assertThat(rejected)
                .map(Problem::toString)
                .containsExactly(
                        "b.csv:3: not UTF-8 (byte 4 is 0xE9); save the file as UTF-8",
                        "b.csv:4: the text holds a NUL character",
                        "b.csv:5: the line is longer than 8 MiB");
    }

    @Test
    void aTableWithoutHeaderAndStrangeColumnsIsMappedByAPerson() throws IOException {
        Path bare = Files.writeString(folder.resolve("bare.tsv"), "Who is it?\tNobody.\nWhy is it so?\tBecause.\n");
        assertThat(read(bare, Map.of())).isEmpty();
        assertThat(rejected).hasSize(2).allMatch(problem -> problem.reason().contains("\"column1\", \"column2\""));
        assertThat(read(bare, Map.of("column1", Target.PROMPT, "column2", Target.COMPLETION)))
                .hasSize(2);

        Path german = Files.writeString(folder.resolve("g.csv"), "Frage;Antwort;question\nWer?;Ich;no\n");
        Map<String, Target> changes = Mapping.changes(Map.of("Frage", "prompt", "Antwort", "completion"));
        Contribution row = read(german, changes).getFirst();
        assertThat(row.messages()).containsExactly(new Message(Role.USER, "Wer?"), new Message(Role.ASSISTANT, "Ich"));
        Preview preview = Preview.of(german, ALICES, changes);
        assertThat(preview.mapping().columns())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("Frage", Target.PROMPT, "Antwort", Target.COMPLETION, "question", Target.NOTHING));
        assertThat(preview.rows()).hasSize(1).allMatch(shown -> shown.contribution() != null);
        assertThatThrownBy(() -> Preview.of(german, ALICES, Map.of("Nix", Target.PROMPT)))
                .hasMessageContaining("has no column \"Nix\"; it has \"Frage\", \"Antwort\"");
        assertThatThrownBy(() -> Mapping.changes(Map.of("a", "prompt", "b", "prompt")))
                .hasMessageContaining("both be prompt");
        assertThatThrownBy(() -> Mapping.changes(Map.of("a", "promt"))).hasMessageContaining("cannot be \"promt\"");
    }

    @Test
    void everyLayoutIsSeenInATableToo() throws IOException {
        assertThat(questions(read(
                        "m.csv",
                        "messages,tags\n\"[{\"\"role\"\":\"\"user\"\",\"\"content\"\":\"\"q\"\"},"
                                + "{\"\"role\"\":\"\"assistant\"\",\"\"content\"\":\"\"a\"\"}]\",\"[\"\"x\"\"]\"\n")))
                .containsExactly("q");
        assertThat(questions(read("a.csv", "instruction,input,output\nAdd.,1 2,3\n")))
                .containsExactly("Add.\n\n1 2");
        List<Contribution> marked = read(
                "t.csv", "text\n\"Q: Who?\nA: You.\"\n\"### Instruction:\nGo\n### Response:\nNo\"\nNothing here\n");
        assertThat(questions(marked)).containsExactly("Who?", "Go");
        assertThat(rejected).hasSize(1);
        for (Map.Entry<String, List<String>> layout : Map.of(
                        "alpaca", List.of("instruction", "input", "output"),
                        "sharegpt", List.of("conversations"),
                        "question-answer", List.of("id", "Question", "Answer"),
                        "prompt-completion", List.of("completion", "prompt"),
                        "text", List.of("text"),
                        "messages", List.of("messages", "prompt"),
                        "", List.of("a", "prompt"))
                .entrySet()) {
            assertThat(Mapping.detect(layout.getValue()).layout()).isEqualTo(layout.getKey());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd", "gzip", "none"})
    void parquetOfAnotherWriterIsRead(String codec) throws IOException {
        List<Contribution> rows = read(resource("pyarrow-" + codec + ".parquet"), Map.of());
        assertThat(rejected).isEmpty();
        assertThat(rows).hasSize(40);
        assertThat(rows.get(17).messages())
                .containsExactly(
                        new Message(Role.USER, "Question 17, caf\u00e9?"), new Message(Role.ASSISTANT, "Answer 17"));
        assertThat(rows.get(17).tags()).containsExactly("a", "t2");
        assertThat(rows.get(17).contributor()).isEqualTo(EvmAddress.parse(ALICE));
    }

    @Test
    void brokenParquetIsNamed() throws IOException {
        Path whole = resource("pyarrow-snappy.parquet");
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(folder.resolve("half.parquet"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> read(half, Map.of()))
                .hasMessage(
                        "half.parquet cannot be imported: the end of the Parquet file is missing; get the whole file");
        Path other = Files.writeString(folder.resolve("other.parquet"), "a,b\n".repeat(9));
        assertThatThrownBy(() -> read(other, Map.of())).hasMessageEndingWith("it is no Parquet file");
        assertThatThrownBy(() -> read(resource("pyarrow-brotli.parquet"), Map.of()))
                .hasMessageContaining("packed with BROTLI");

        byte[] damaged = bytes.clone();
        Arrays.fill(damaged, 200, 700, (byte) 0x5a);
        List<Contribution> rows = read(Files.write(folder.resolve("damaged.parquet"), damaged), Map.of());
        assertThat(rows).hasSizeBetween(25, 39);
        assertThat(rejected).hasSize(1).allMatch(problem -> problem.reason().contains("cannot be read"));
    }

    @Test
    void otherKindsOfFilesAreRefusedByName() throws IOException {
        Path file = Files.writeString(folder.resolve("a.xlsx"), "x");
        assertThatThrownBy(() -> read(file, Map.of())).hasMessageContaining("a.xlsx cannot be imported: it is none");
    }
}
