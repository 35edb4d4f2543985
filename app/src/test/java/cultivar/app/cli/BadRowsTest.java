package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files of rows with broken lines: training and scoring refuse them whole, an import takes what is good. */
class BadRowsTest {
    private static final String BROKEN = """
        {"prompt":"one","completion":"1"}
        {"prompt":"two","completion":
        {"prompt":"three","completion":"3"}
        [1, 2]
        {"prompt":"five"}
        {"prompt":"six","completion":"6"}
        """;

    @TempDir
    private Path folder;

    private Path home;
    private String model;
    private String rows;

    @BeforeEach
    void writeRows() throws IOException {
        home = folder.resolve("home");
        model = TinyModel.write(folder.resolve("tiny")).toString();
        rows = Files.writeString(folder.resolve("rows.jsonl"), BROKEN).toString();
    }

    @Test
    void trainingNamesFileAndLine() {
        String[] train = {"train", "--base", model, "--data", rows, "--steps", "1", "--out", "mine"};

        assertThat(Outcome.of(home, train).failed(1))
                .contains(rows + ":2: broken JSON", "2 more broken lines", "mend or delete");
        assertThat(home.resolve("adapters/mine")).doesNotExist();
        assertThat(Leftovers.halfWritten(home)).isEmpty();
    }

    @Test
    void trainingOnNothingAtAll() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.jsonl"));
        String missing = folder.resolve("missing.jsonl").toString();

        assertThat(trainingFails("--data", empty.toString())).contains("empty.jsonl holds no rows");
        assertThat(trainingFails("--data", missing)).contains(missing, "check that it exists");
        assertThat(trainingFails("--datanet", "defi-intents@7")).contains("defi-intents", "7");
    }

    private String trainingFails(String option, String value) {
        return Outcome.of(home, "train", "--base", model, option, value, "--out", "mine")
                .failed(1);
    }

    @Test
    void scoringNamesFileAndLine() {
        assertThat(Outcome.of(home, "score", "--model", model, "--data", rows).failed(1))
                .contains(rows + ", line 2", "Mend or remove it");
        assertThat(Outcome.of(home, "score", "--model", model, "--data", rows, "--ids")
                        .failed(1))
                .contains(rows, "Give a list of lists");
        String missing = folder.resolve("missing.jsonl").toString();
        assertThat(Outcome.of(home, "score", "--model", model, "--data", missing)
                        .failed(1))
                .contains(missing, "does not exist");
    }

    @Test
    void scoringRefusesIdsThatTheModelDoesNotHave() throws IOException {
        Path ids = Files.writeString(folder.resolve("ids.json"), "[[1, 5000]]");

        assertThat(Outcome.of(home, "score", "--model", model, "--data", ids.toString(), "--ids")
                        .failed(1))
                .contains("5000", "1024");
    }

    @Test
    void anImportTakesTheGoodRowsAndListsTheRest() {
        Outcome outcome = Outcome.of(home, "datanet", "import", rows, "--into", "mine", "--json");

        assertThat(outcome.code()).as(outcome.toString()).isEqualTo(1);
        JsonNode report = outcome.json();
        assertThat(report.path("added").intValue()).isEqualTo(3);
        assertThat(report.path("rejected").intValue()).isEqualTo(3);
        assertThat(report.path("problems")
                        .valueStream()
                        .filter(problem -> problem.path("rejected").booleanValue())
                        .map(problem -> problem.path("line").intValue()))
                .containsExactly(2, 4, 5);
        assertThat(outcome.err()).contains("rows.jsonl:2: broken JSON").doesNotContain("REDACTED");

        JsonNode shown =
                Outcome.of(home, "datanet", "show", "mine", "--json").worked().json();
        assertThat(shown.path("rows").intValue()).isEqualTo(3);
        assertThat(shown.path("version").intValue()).isEqualTo(1);
    }

    @Test
    void aSecondImportOfTheSameRowsAddsNothing() throws IOException {
        String good = Files.writeString(folder.resolve("good.jsonl"), "{\"prompt\":\"one\",\"completion\":\"1\"}\n")
                .toString();
        Outcome.of(home, "datanet", "import", good, "--into", "mine").worked();

        JsonNode again = Outcome.of(home, "datanet", "import", good, "--into", "mine", "--json")
                .worked()
                .json();
        assertThat(again.path("added").intValue()).isZero();
        assertThat(again.path("duplicates").intValue()).isEqualTo(1);
        JsonNode shown =
                Outcome.of(home, "datanet", "show", "mine", "--json").worked().json();
        assertThat(shown.path("version").intValue()).isEqualTo(1);
    }

    @Test
    void anImportThatCannotBeginMakesNoDatanet() {
        String missing = folder.resolve("missing.jsonl").toString();

        assertThat(Outcome.of(home, "datanet", "import", missing, "--into", "mine")
                        .failed(1))
                .contains(missing, "choose a .jsonl file");
        assertThat(Outcome.of(home, "datanet", "import", rows, "--into", "mine", "--contributor", "0x12")
                        .failed(1))
                .contains("\"0x12\"", "40 hexadecimal digits");
        assertThat(Outcome.of(home, "datanet", "show", "mine").failed(1)).contains("\"mine\"");
    }
}
