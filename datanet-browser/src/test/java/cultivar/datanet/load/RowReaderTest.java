package cultivar.datanet.load;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.Contribution;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowReaderTest {
    private static final String ALICE = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    private final List<Problem> problems = new ArrayList<>();

    private List<Contribution> read(byte[] file) throws IOException {
        RowReader reader = new RowReader(
                "rows.jsonl", new ByteArrayInputStream(file), new RowDefaults(EvmAddress.NOBODY, ""), problems::add);
        List<Contribution> rows = new ArrayList<>();
        for (ParsedRow row = reader.next(); row != null; row = reader.next()) {
            rows.add(row.contribution());
        }
        return rows;
    }

    private List<Contribution> read(String... lines) throws IOException {
        return read(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static String row(String fields) {
        return "{" + fields + ",\"contributor\":\"" + ALICE + "\",\"licence\":\"MIT\"}";
    }

    private static final String GOOD = row("\"prompt\":\"q\",\"completion\":\"a\"");

    @Test
    void everyLayoutGivesTheSameConversation() throws IOException {
        List<Contribution> rows = read(
                GOOD,
                row("\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]"),
                row("\"conversations\":[{\"from\":\"human\",\"value\":\"q\"},{\"from\":\"gpt\",\"value\":\"a\"}]"),
                row("\"instruction\":\"q\",\"input\":\"\",\"output\":\"a\""),
                row("\"prompt\":[{\"role\":\"user\",\"content\":\"q\"}],"
                        + "\"completion\":[{\"role\":\"assistant\",\"content\":\"a\"}]"));
        assertThat(problems).isEmpty();
        assertThat(rows)
                .hasSize(5)
                .allSatisfy(row -> assertThat(row.messages())
                        .containsExactly(new Message(Role.USER, "q"), new Message(Role.ASSISTANT, "a")));
    }

    @Test
    void eachBadLineIsNamedAndTheRestGoesIn() throws IOException {
        List<Contribution> rows = read(
                GOOD,
                "{\"prompt\": \"q\", ",
                "",
                "[1, 2]",
                row("\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]"),
                row("\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\" \"}]"),
                row("\"messages\":[{\"role\":\"tool\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]"),
                row("\"messages\":\"q\""),
                row("\"prompt\":\"q\\u0000\",\"completion\":\"a\""),
                row("\"prompt\":\"q\\ud800\",\"completion\":\"a\""),
                row("\"text\":\"q\""),
                "{\"prompt\":\"q\",\"completion\":\"a\",\"contributor\":\"0x12\",\"licence\":\"MIT\"}",
                row("\"prompt\":\"q\",\"prompt\":\"r\",\"completion\":\"a\""),
                GOOD + GOOD,
                row("\"prompt\":\"q\",\"completion\":\"a\",\"tags\":[1]"),
                row("\"prompt\":\"last\",\"completion\":\"a\""));
        assertThat(rows).hasSize(2);
        assertThat(problems).allMatch(problem -> problem.severity() == Problem.Severity.REJECTED);
        assertThat(problems)
                .map(Problem::line)
                .containsExactly(2L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L);
        assertThat(problems)
                .map(Problem::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).startsWith("broken JSON").doesNotContain("\n"),
                        reason -> assertThat(reason).contains("not a JSON object"),
                        reason -> assertThat(reason).contains("no assistant turn"),
                        reason -> assertThat(reason).contains("turn is empty"),
                        reason -> assertThat(reason).contains("tool"),
                        reason -> assertThat(reason).contains("not a list of turns"),
                        reason -> assertThat(reason).contains("NUL"),
                        reason -> assertThat(reason).contains("surrogate"),
                        reason -> assertThat(reason).contains("marks no question and answer"),
                        reason -> assertThat(reason).contains("not an address"),
                        reason -> assertThat(reason).startsWith("broken JSON"),
                        reason -> assertThat(reason).startsWith("broken JSON"),
                        reason -> assertThat(reason).contains("tag"));
        assertThat(problems.getFirst()).asString().startsWith("rows.jsonl:2: broken JSON");
    }

    @Test
    void missingAndUnknownLicencesAndContributorsAreWarnings() throws IOException {
        List<Contribution> rows = read(
                "{\"prompt\":\"q\",\"completion\":\"a\"}",
                "{\"prompt\":\"r\",\"completion\":\"a\",\"contributor\":\"" + ALICE + "\",\"licence\":\"my own\"}");
        assertThat(rows).map(Contribution::licence).containsExactly("unknown", "my own");
        assertThat(rows.getFirst().contributor()).isEqualTo(EvmAddress.NOBODY);
        assertThat(problems).allMatch(problem -> problem.severity() == Problem.Severity.WARNING);
        assertThat(problems).map(Problem::line).containsExactly(1L, 1L, 2L);
        assertThat(problems.getLast().reason()).contains("\"my own\" is not a known SPDX identifier");
    }

    @Test
    void wrongBytesAreNamedByPlace() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        file.write((GOOD + "\r\n").getBytes(StandardCharsets.UTF_8));
        file.write(row("\"prompt\":\"caf\u00e9\",\"completion\":\"a\"").getBytes(StandardCharsets.ISO_8859_1));
        file.write(("\n" + GOOD).getBytes(StandardCharsets.UTF_8));
        assertThat(read(file.toByteArray())).hasSize(2);
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().line()).isEqualTo(2);
        assertThat(problems.getFirst().reason()).isEqualTo("not UTF-8 (byte 15 is 0xE9); save the file as UTF-8");
    }

    @Test
    void utf16IsReadWithAndWithoutItsMark() throws IOException {
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            String text = row("\"prompt\":\"caf\u00e9 \ud83c\udf31\",\"completion\":\"a\"") + "\r\n" + GOOD;
            assertThat(read(text.getBytes(charset)))
                    .hasSize(2)
                    .first()
                    .satisfies(row ->
                            assertThat(row.messages().getFirst().content()).isEqualTo("caf\u00e9 \ud83c\udf31"));
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void halfASurrogatePairAndHalfACharacterInUtf16AreNamed() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write((GOOD + "\n{\"prompt\":\"").getBytes(StandardCharsets.UTF_16LE));
        file.write(new byte[] {0x00, (byte) 0xD8});
        file.write(("x\n" + GOOD + "\n").getBytes(StandardCharsets.UTF_16LE));
        file.write('{');
        assertThat(read(file.toByteArray())).hasSize(2);
        assertThat(problems).map(Problem::line).containsExactly(2L, 4L);
        assertThat(problems).allSatisfy(problem -> assertThat(problem.reason()).startsWith("not UTF-8"));
    }

    @Test
    void lineEndsMayBeMixed() throws IOException {
        assertThat(read((GOOD + "\r" + GOOD + "\n\r\n" + GOOD + "\r\nx\r" + GOOD).getBytes(StandardCharsets.UTF_8)))
                .hasSize(4);
        assertThat(problems).map(Problem::line).containsExactly(5L);
    }

    @Test
    void anEndlessLineIsPassedOver() throws IOException {
        String huge = row("\"prompt\":\"" + "x".repeat(50 << 20) + "\",\"completion\":\"a\"");
        assertThat(read(huge, GOOD)).hasSize(1);
        assertThat(problems).map(Problem::toString).containsExactly("rows.jsonl:1: the line is longer than 8 MiB");
    }

    @Test
    void nothingAtAllIsNoProblem() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n  \n")).isEmpty();
        assertThat(problems).isEmpty();
    }
}
