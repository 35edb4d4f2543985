package cultivar.runtime.bench;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.torch.OwnThread;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;

/**
 * How fast this machine reads memory: the sum of an array far larger than the caches, on all the engine's threads. What
 * reads every weight once for a token cannot be faster. On threads that end, see {@link OwnThread}: what is measured beside it
 * would else be a third slower.
 */
final class MemoryBandwidth implements AutoCloseable {
    private static final int FLOATS = 96 << 20;
    private static final int PASSES = 3;
    private static final String THREAD = "memory-bandwidth";
    private static final String SOURCE =
            "  def total(self: __torch__.K, x: Tensor) -> Tensor:\n    return torch.sum(x)\n";

    private final Torch torch;
    private final PtNDManager owner;
    private final PtNDArray large;
    private final TorchProgram program;

    MemoryBandwidth(Torch torch) {
        this.torch = torch;
        this.owner = torch.scope();
        this.program = TorchProgram.compile(torch, SOURCE);
        this.large = OwnThread.call(THREAD, () -> {
            Torch.prepareThread(false);
            PtNDArray zeros = Torch.zeros(owner, FLOATS);
            // Written to once, or every page would be the same one of zeros.
            zeros.addi(1f);
            return zeros;
        });
    }

    /** Bytes read in a second, the best of a few passes: what is there when nobody else reads. */
    double bytesPerSecond() {
        return OwnThread.call(THREAD, this::best);
    }

    private double best() {
        Torch.prepareThread(false);
        double best = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            try (PtNDManager scope = torch.scope()) {
                long started = System.nanoTime();
                // A card works on while the call returns; to read the sum is to wait for it.
                float _ = program.call("total", scope)
                        .tensor(large)
                        .run()
                        .getFirst()
                        .getFloat();
                best = Math.max(best, 4.0 * FLOATS / ((System.nanoTime() - started) / 1e9));
            }
        }
        return best;
    }

    @Override
    public void close() {
        program.close();
        owner.close();
    }
}
