package cultivar.runtime.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** A process that is asked to end in the middle of a native call ends in order, without a report of a crash. */
class EndOfProcessTest {
    /** 128 and the number of the signal that it ended by. */
    private static final int TERMINATED = 128 + 15;

    @TempDir
    Path folder;

    @RepeatedTest(4)
    void waitsForTheCallUnderWay() throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "Windows has no signal to ask with");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongProduct.class.getName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.lines().anyMatch("once"::equals)).isTrue();
            program.destroy();
            assertThat(program.waitFor(90, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        assertThat(folder).isEmptyDirectory();
        assertThat(program.exitValue()).isEqualTo(TERMINATED);
    }
}
