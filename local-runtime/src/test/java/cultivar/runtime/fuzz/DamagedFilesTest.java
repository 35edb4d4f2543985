package cultivar.runtime.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damaged files end in a clear error or in something that works, and never in the end of the program: the rounds run in
 * a program of their own. {@code -Dcultivar.fuzz.rounds=10000} makes more of them, {@code -Dcultivar.fuzz.seed} others.
 */
class DamagedFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void endInAClearErrorOrInSomethingThatWorks(Target target, TestReporter reporter) throws Exception {
        int rounds = Integer.getInteger("cultivar.fuzz.rounds", target == Target.CHECKPOINT ? 80 : 300);
        Process program = new ProcessBuilder(command(target, rounds))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            assertThat(program.waitFor(120 + rounds, TimeUnit.SECONDS))
                    .as("ended, was at " + text("round"))
                    .isTrue();
        } finally {
            program.destroyForcibly();
        }
        assertThat(text("faults")).isEmpty();
        assertThat(program.exitValue())
                .as("at " + text("round") + ": " + text("output"))
                .isZero();
        reporter.publishEntry(target.name(), text("done"));
        assertThat(text("done")).endsWith(" 0 faults of " + rounds);
    }

    private List<String> command(Target target, int rounds) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of(Rounds.class.getName(), target.name(), System.getProperty("cultivar.fuzz.seed", "1")));
        command.addAll(List.of(Integer.toString(rounds), folder.toString()));
        return command;
    }

    private String text(String name) throws Exception {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
