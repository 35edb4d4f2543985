package cultivar.datanet.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetException;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Role;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.LocalModel.Reply;
import cultivar.datanet.load.Document;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.PlacedRow;
import cultivar.datanet.store.RowFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassageRowsTest {
    private static final String TEXT = """
        # Fees

        A swap costs three tokens and is paid by you.

        # Locks

        A lock lasts for ten days and cannot be ended.

        # Words

        Nothing here can be asked about by anybody.
        """;

    @TempDir
    Path folder;

    private DatanetStore store;
    private Document document;

    @BeforeEach
    void open() throws IOException {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        store.create(DatanetCard.titled("guide"));
        document = Document.read(Files.writeString(folder.resolve("guide.md"), TEXT));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private PassageReport run(LocalModel model, PassageListener listener) {
        return new PassageRows(store, "guide", model, new RowDefaults(EvmAddress.NOBODY, "MIT"), Split.TRAIN)
                .run(document, listener);
    }

    private List<StoredRow> rows() {
        try (var rows = store.rows("guide", RowFilter.all())) {
            return rows.toList();
        }
    }

    @Test
    void whatAModelWritesIsPendingAndSaysWhereItComesFromAndWhoWroteIt() {
        ScriptedModel model = new ScriptedModel(
                10_000,
                new Reply("Q: What does a swap cost?\nA: Three tokens.\nQ: Who pays?\nA: You do.", true),
                new Reply("<think>Hm.\n</think>\n\nQ: How long?\nA: Ten days,\nand no less.", true),
                new Reply("I cannot help with that.", true));
        PassageReport report = run(model, PassageListener.NONE);
        assertThat(report.passages()).isEqualTo(3);
        assertThat(report.added()).isEqualTo(3);
        assertThat(model.asked.getFirst())
                .contains("Heading: Fees")
                .endsWith("A swap costs three tokens and is paid by you.");
        assertThat(report.unusable())
                .map(Problem::toString)
                .containsExactly("guide.md:3: characters 121 to 164: the answer does not begin with"
                        + " \"Q:\"; it is: I cannot help with that.");
        assertThat(rows()).hasSize(3).allMatch(row -> row.state() == ReviewState.PENDING);
        StoredRow first = rows().getFirst();
        assertThat(first.contribution().tags()).containsExactly(PassageRows.TAG);
        assertThat(first.contribution().source()).isEqualTo("guide.md, characters 8 to 53");
        assertThat(TEXT.substring(8, 53)).isEqualTo("A swap costs three tokens and is paid by you.");
        assertThat(first.contribution().context()).isEqualTo("Written by the model scripted; from the section: Fees");
        assertThat(first.origin()).contains("characters 8 to 53");
        assertThat(rows().getLast().contribution().messages().getLast().content())
                .isEqualTo("Ten days,\nand no less.");
        assertThatThrownBy(() -> store.publish("guide")).isInstanceOf(DatanetException.class);
    }

    @Test
    void aGoThatWasStoppedGoesOnWhereItWas() {
        int[] asked = {0};
        PassageReport first = run(
                new ScriptedModel(10_000, new Reply("Q: One?\nA: Yes.", true), new Reply("Q: Two?\nA: Yes.", true)),
                new PassageListener() {
                    @Override
                    public void progress(int done, int all, long rows) {
                        asked[0] = done;
                    }

                    @Override
                    public boolean stop() {
                        return asked[0] == 1;
                    }
                });
        assertThat(first.stopped()).isTrue();
        assertThat(first.added()).isEqualTo(1);
        ScriptedModel rest = new ScriptedModel(10_000, new Reply("no", true), new Reply("Q: Three?\nA: Yes.", true));
        PassageReport second = run(rest, PassageListener.NONE);
        assertThat(rest.asked).hasSize(2);
        assertThat(second.earlier()).isEqualTo(1);
        assertThat(second.added()).isEqualTo(1);
        assertThat(rows()).hasSize(2);
        PassageReport third = run(new ScriptedModel(10_000), PassageListener.NONE);
        assertThat(third.earlier()).isEqualTo(3);
        assertThat(third.unusable()).as("told again").hasSize(1);
        assertThat(rows()).hasSize(2);
    }

    @Test
    void aRowThatIsHeldOutIsToldWithThePieceThatItIsAbout() {
        Reply[] replies = {
            new Reply("Q: What does a swap cost?\nA: Three tokens.\nQ: Who pays?\nA: You do.", true),
            new Reply("no", true),
            new Reply("Q: What can be asked?\nA: Nothing.", true)
        };
        Contribution known = new Contribution(
                List.of(new Message(Role.USER, "What can be asked?"), new Message(Role.ASSISTANT, "Nothing.")),
                EvmAddress.NOBODY,
                "MIT",
                "",
                "",
                List.of());
        store.add("guide", "exam", List.of(new PlacedRow(known, "")), Split.HELD_OUT, ReviewState.ACCEPTED);
        PassageReport report = run(new ScriptedModel(10_000, replies), PassageListener.NONE);
        assertThat(report.added()).isEqualTo(2);
        assertThat(report.unusable()).extracting(Problem::line).containsExactly(2L, 3L);
        assertThat(report.unusable().getLast().reason()).startsWith("characters 121 to 164: ");
    }

    @Test
    void answersAreReadToTheLetter() {
        assertThat(read("Q: a\nQ: b\nA: c", true).reason()).contains("a question without an answer");
        assertThat(read("A: c", true).reason()).contains("an answer without a question");
        assertThat(read("Sure!\nQ: a\nA: b", true).reason()).contains("does not begin with \"Q:\"");
        assertThat(read("Q: a\nand b\nA: c", true).reason()).contains("over several lines");
        assertThat(read("Q:\nA: c", true).reason()).contains("an empty question");
        assertThat(read("", true).reason()).contains("no question with an answer");
        assertThat(read("Q: a\nA: b\nQ: c\nA: d", false).pairs()).hasSize(1);
        assertThat(read("Q: a\nA: b", false).reason()).contains("was cut before");
        assertThat(read("Q: a\nA: A", true).reason())
                .as("says the question again")
                .isNotEmpty();
        assertThat(read("Q: a\nA: b\nQ: a\nA: b", true).pairs()).hasSize(1);
    }

    @Test
    void longPassagesAreSplitAtTheEndsOfSentencesUntilTheyFit() throws IOException {
        String sentence = "This sentence is of some length and says little. ";
        document = Document.read(Files.writeString(folder.resolve("long.txt"), sentence.repeat(40)));
        int room = PairLayout.ask(new Section("", List.of(document.passages().getFirst())))
                        .getFirst()
                        .content()
                        .length()
                - sentence.length() * 30;
        List<Section> sections = Section.of(
                document,
                section -> PairLayout.ask(section).getFirst().content().length() <= room);
        assertThat(sections).hasSizeGreaterThan(3);
        assertThat(sections).allSatisfy(section -> assertThat(section.text()).endsWith("."));
        assertThat(sections.stream()
                        .mapToInt(section -> section.text().length())
                        .sum())
                .isGreaterThan(sentence.length() * 40 - 2 * sections.size());
        Section last = sections.getLast();
        assertThat(last.place()).endsWith(" to " + (sentence.length() * 40 - 1));
    }

    private static PairLayout.Reading read(String text, boolean whole) {
        return PairLayout.read(new Reply(text, whole));
    }
}
