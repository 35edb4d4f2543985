package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a whole process says and leaves when it fails; files may only grow to a limit where a disk is to be full. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sets its limits with sh and ulimit")
class WholeProcessTest {
    /** Between 32 and 64 KiB, as the shell's blocks are: enough for notes, not for an adapter. */
    private static final String FULL = "ulimit -f 64;";

    @TempDir
    private Path folder;

    private Path home;
    private String[] train;

    @BeforeEach
    void writeModel() throws IOException {
        home = folder.resolve("home");
        Path model = TinyModel.write(folder.resolve("tiny"));
        Path rows = Files.writeString(folder.resolve("rows.jsonl"), "{\"prompt\":\"a\",\"completion\":\"b\"}\n");
        // Natives are unpacked here if they are not there yet.
        Outcome.of(home, "doctor").worked();
        train = new String[] {
            "train",
            "--base",
            model.toString(),
            "--data",
            rows.toString(),
            "--steps",
            "2",
            "--rank",
            "32",
            "--out",
            "mine",
            "--json"
        };
    }

    @Test
    void aDiskThatIsFullWhileSavingLeavesNoAdapter() throws IOException, InterruptedException {
        Outcome outcome = ChildStudio.run(FULL, folder, home, train);

        assertThat(outcome.code()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.err().lines().filter(line -> line.startsWith("{")))
                .singleElement()
                .asString()
                .containsIgnoringCase("free some space")
                .doesNotContain("Exception", "null");
        assertThat(home.resolve("adapters/mine")).doesNotExist();
        assertThat(Leftovers.files(home))
                .noneMatch(file -> file.endsWith(".tmp"))
                .noneMatch(file -> file.endsWith(".safetensors"));

        // The way on: the same command when there is space again.
        Outcome again = ChildStudio.run("", folder, home, train);
        assertThat(again.code()).as(again.toString()).isZero();
        assertThat(home.resolve("adapters/mine/adapter_model.safetensors")).exists();
    }

    @Test
    void aFullDiskWhileTheBaseModelIsPutIntoPlaceLeavesNoneOfIt() throws IOException, InterruptedException {
        Outcome outcome = ChildStudio.run(FULL, folder, home, "generate", "--prompt", "hi");

        assertThat(outcome.failed(1)).contains("base model could not be put into", "Free some space");
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(Leftovers.halfWritten(home)).isEmpty();
        assertThat(home.resolve("models/seedling/model.safetensors")).doesNotExist();
    }

    @Test
    void aFailedRunIsOneLineEvenInTheLog() throws IOException, InterruptedException {
        train[2] = folder.resolve("nowhere").toString();

        Outcome outcome = ChildStudio.run("", folder, home, train);

        assertThat(outcome.failedAsJson(1).path("error").stringValue()).contains("There is no checkpoint folder");
    }
}
