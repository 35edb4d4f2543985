package cultivar.runtime.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.Engine;
import cultivar.runtime.memory.ProcessMemory;
import org.junit.jupiter.api.Test;

/** Texts of every length leave nothing behind in the products' library. */
class OneDnnMemoryTest {
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
