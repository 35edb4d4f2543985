package cultivar.runtime.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.Engine;
import cultivar.runtime.device.Machine;
import cultivar.runtime.memory.ProcessMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The native libraries take what they are given on the way, and nothing that the user has set is overruled. */
class NativeEnvironmentTest {
    private static final Pattern SPINS = Pattern.compile(".*GOMP_SPINCOUNT = '(\\d+)'.*");

    private static final int INPUTS = 576;
    private static final int OUTPUTS = 3072;
    private static final int MOST_ROWS = 300;

    private static final String SOURCE = """
          def product(self: __torch__.K, x: Tensor, w: Tensor, rows: int) -> Tensor:
            some = torch.slice(x, 0, 0, rows)
            y = ops.mkldnn._linear_pointwise(some, w, None, "none", annotate(List[Optional[number]], []), None)
            return torch.select(torch.select(y, 0, 0), 0, 0)
        """;

    @Test
    void productsOfManySizesKeepLittle() {
        Torch torch = Engine.start().torch();
        assumeThat(torch.kernels().oneDnn()).as("oneDNN multiplies right").isTrue();
        assumeThat(ProcessMemory.residentMib())
                .as("the system tells the memory")
                .isPositive();
        Torch.prepareThread(false);
        try (TorchProgram program = TorchProgram.compile(torch, SOURCE);
                PtNDManager owner = torch.scope()) {
            PtNDArray rows = Torch.zeros(owner, MOST_ROWS, INPUTS);
            PtNDArray matrix = Torch.zeros(owner, OUTPUTS, INPUTS);
            multiply(program, torch, rows, matrix, MOST_ROWS);
            long before = ProcessMemory.residentMib();
            for (int n = 100; n < MOST_ROWS; n++) {
                multiply(program, torch, rows, matrix, n);
            }
            // Without a bound it is nearly half a gigabyte.
            assertThat(ProcessMemory.residentMib() - before).as("MiB more").isLessThan(250);
        }
    }

    @Test
    void waitsAreShort() throws Exception {
        assertThat(spins(Map.of())).isEqualTo("2000");
    }

    @Test
    void whatTheUserSetStays() throws Exception {
        assertThat(spins(Map.of("GOMP_SPINCOUNT", "77"))).isEqualTo("77");
        assertThat(spins(Map.of("OMP_WAIT_POLICY", "ACTIVE"))).isNotEqualTo("2000");
    }

    /** How often GNU's OpenMP looks before it sleeps in an engine of its own, as the library itself tells. */
    private static String spins(Map<String, String> set) throws IOException {
        assumeThat(Machine.here().system()).as("GNU's OpenMP is Linux's").isEqualTo(Machine.Os.LINUX);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineStart.class.getName())
                .redirectErrorStream(true);
        builder.environment().keySet().removeAll(Set.of("GOMP_SPINCOUNT", "OMP_WAIT_POLICY"));
        builder.environment().put("OMP_DISPLAY_ENV", "VERBOSE");
        builder.environment().putAll(set);
        Process program = builder.start();
        try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = output.lines().toList();
            return lines.stream()
                    .map(SPINS::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(String.join("\n", lines)));
        } finally {
            program.destroyForcibly();
        }
    }

    /** Loads the natives and ends. */
    static final class EngineStart {
        private EngineStart() {}

        /** The program. */
        public static void main(String[] arguments) {
            Engine.start();
        }
    }

    private static void multiply(TorchProgram program, Torch torch, PtNDArray rows, PtNDArray matrix, int n) {
        try (PtNDManager scope = torch.scope()) {
            assertThat(program.infer("product", scope)
                            .tensor(rows)
                            .tensor(matrix)
                            .number(n)
                            .run()
                            .toFloatArray())
                    .containsExactly(0);
        }
    }
}
