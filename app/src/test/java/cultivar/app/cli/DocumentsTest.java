package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Documents that become rows from the command line: by their headings, and by the model in the box. */
class DocumentsTest {
    private static final String NET = "guide";

    @TempDir
    private Path folder;

    private Path home;
    private String guide;

    @BeforeEach
    void write() throws IOException {
        home = folder.resolve("home");
        guide = Files.writeString(folder.resolve("guide.md"), """
            # Watering

            Water the beds in the morning, before the sun is on them.

            # Pruning

            Cut the roses back to the third bud in March.
            """).toString();
    }

    @Test
    void headingsAreAskedAsThePersonSays() {
        String template = "What does the section {heading} say?";
        JsonNode preview = Outcome.of(
                        home,
                        "datanet",
                        "import",
                        guide,
                        "--into",
                        NET,
                        "--heading-question",
                        template,
                        "--preview",
                        "--json")
                .worked()
                .json();
        assertThat(preview.path("files").path(0).path("rows").valueStream().map(DocumentsTest::asked))
                .containsExactly("What does the section Watering say?", "What does the section Pruning say?");

        JsonNode made = Outcome.of(
                        home,
                        "datanet",
                        "import",
                        guide,
                        "--into",
                        NET,
                        "--licence",
                        "CC0-1.0",
                        "--heading-question",
                        template,
                        "--json")
                .worked()
                .json();
        assertThat(made.path("added").intValue()).isEqualTo(2);
        assertThat(exported())
                .hasSize(2)
                .anyMatch(row -> row.contains("What does the section Pruning say?") && row.contains("third bud"));
    }

    private static String asked(JsonNode row) {
        return row.path("messages").path(0).path("content").stringValue();
    }

    private List<String> exported() {
        Path out = folder.resolve("out.jsonl");
        Outcome.of(home, "datanet", "export", NET, "--format", "jsonl", "--out", out.toString())
                .worked();
        try {
            return Files.readAllLines(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aQuestionWithoutAPlaceForTheHeadingIsRefused() {
        String said = Outcome.of(
                        home, "datanet", "import", guide, "--into", NET, "--heading-question", "What does it say?")
                .failed(1);
        assertThat(said).contains("{heading}");
        assertThat(Outcome.of(home, "datanet", "show", NET).failed(1)).contains(NET);
    }

    @Test
    void theModelInTheBoxIsTooSmallAndSaysSoPassageByPassage() throws IOException {
        Path refused = folder.resolve("refused.txt");
        Outcome outcome = Outcome.of(
                home,
                "datanet",
                "import",
                guide,
                "--into",
                NET,
                "--rows-by",
                "model",
                "--refused",
                refused.toString(),
                "--json");

        assertThat(outcome.code()).as(outcome.toString()).isEqualTo(1);
        JsonNode report = outcome.json();
        assertThat(report.path("added").intValue()).isZero();
        assertThat(report.path("passages").intValue()).isPositive();
        assertThat(report.path("unusable").size())
                .isEqualTo(report.path("passages").intValue());
        assertThat(outcome.err()).contains("guide.md").doesNotContain("Exception");
        assertThat(Files.readAllLines(refused)).hasSize(report.path("passages").intValue());
        JsonNode shown =
                Outcome.of(home, "datanet", "show", NET, "--json").worked().json();
        assertThat(shown.path("rows").intValue()).isZero();
        assertThat(Leftovers.halfWritten(home)).isEmpty();
    }

    @Test
    void whatDoesNotGoWithAModelIsRefusedBeforeOneIsOpened() {
        assertThat(Outcome.of(home, "datanet", "import", guide, "--into", NET, "--rows-by", "model", "--preview")
                        .failed(1))
                .contains("--preview", "leave them out");
        assertThat(Outcome.of(home, "datanet", "import", guide, "--into", NET, "--rows-by", "hand")
                        .failed(1))
                .contains("headings or model");
        assertThat(Outcome.of(home, "datanet", "show", NET).failed(1)).contains(NET);
    }
}
