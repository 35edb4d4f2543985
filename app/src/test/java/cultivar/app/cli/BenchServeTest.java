package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.test.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bench serve} and {@code decode} say to people; {@link JsonShapesTest} looks at its figures. */
class BenchServeTest {
    @TempDir
    private static Path folder;

    private static String model;

    @BeforeAll
    static void writeModel() {
        model = TinyModel.write(folder.resolve("tiny")).toString();
    }

    private static Outcome bench(String... more) {
        List<String> arguments = new ArrayList<>(List.of("bench", "serve", "--model", model));
        arguments.addAll(List.of("--adapters", "3", "--few", "2", "--batch", "2", "--requests", "2", "--rounds", "1"));
        arguments.addAll(List.of(more));
        return Outcome.of(folder.resolve("home"), arguments.toArray(String[]::new));
    }

    @Test
    void lengthsFitIntoTheModel() {
        Outcome outcome = bench().worked();

        assertThat(outcome.err())
                .startsWith("The model takes 256 tokens, so a prompt or answer has 128 at the most, not 512.");
        assertThat(outcome.out().lines())
                .anyMatch(line -> line.matches("by adapters 2 +[0-9.]+"))
                .anyMatch(line -> line.matches("by adapters 3 +[0-9.]+"))
                .noneMatch(line -> line.contains("{"));
        assertThat(bench("--longest", "129").failed(1))
                .contains("of 129 tokens each do not fit into the 256 that this model takes. Use 128 or fewer.");
        assertThat(bench("--shortest", "129").failed(1)).contains("Use 128 or fewer");
    }

    @Test
    void oneTextFitsIntoTheModelToo() {
        Outcome outcome = Outcome.of(
                folder.resolve("home"), "bench", "decode", "--model", model, "--prompt", "200", "--new", "57");

        assertThat(outcome.failed(1)).contains("257 tokens together, and this model takes 256. Use fewer.");
    }

    @Test
    void anAdapterFitsIntoItsMemory() {
        assertThat(bench("--rank", "2000000000").failed(1)).contains("Raise it, or ask for a lower rank.");
    }

    @ParameterizedTest
    @CsvSource({
        "--rate, 0, '--rate must be above 0, not 0.0.'",
        "--rate, NaN, '--rate must be above 0'",
        "--cv, -1, '--cv must be above 0'",
        "--rank, 0, '--rank must be 1 or more, not 0.'",
        "--ready-mib, 0, '--ready-mib must be from 1 to 1048576, not 0.'",
        "--ready-mib, 9000000000000, '--ready-mib must be from 1 to 1048576'",
        "--plot, /none/of/these/plot.svg, 'for the plot. Make it, or name another.'",
        "--alpha, 1.5, '--alpha must be above 0 and 1 at the most'",
        "--longest, 4, '--longest not below it'"
    })
    void refusesWhatCannotBeMeasured(String option, String value, String told) {
        Outcome outcome = bench(option, value);

        assertThat(outcome.failed(1)).contains(told);
        assertThat(outcome.err().lines()).hasSize(1);
    }
}
