package cultivar.runtime.torch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;

/**
 * Which of oneDNN's products of matrices can be used: it is missing from builds for Apple's processors, and on some
 * processors, whose caches a virtual machine hides, those with gradients are wrong for some sizes. Takes some milliseconds.
 */
final class OneDnnTrial {
    /** Rows, columns of the input, and columns of the output, as layers have them, and those that were seen to go wrong. */
    private static final int[][] SIZES = {
        {1, 64, 64},
        {7, 64, 176},
        {33, 176, 64},
        {16, 64, 512},
        {130, 576, 192},
        {3, 256, 320},
        {96, 64, 96},
        {300, 96, 64}
    };

    /** Far more than rounding leaves of sums of so many products, and far less than a wrong one. */
    private static final float MOST = 1e-2f;

    private static final String SOURCE = """
          def product(self: __torch__.K, x: Tensor, w: Tensor) -> Tensor:
            return ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), None)
          def plain(self: __torch__.K, x: Tensor, w: Tensor) -> Tensor:
            e = torch.linear(x, w)
            y = (self).product(x, w, )
            z = (self).product(x, torch.t(torch.contiguous(torch.t(w))), )
            turned = torch.t((self).product(w, x, ))
            errors = torch.add(torch.abs(torch.sub(y, e)), torch.abs(torch.sub(z, e)))
            return torch.max(torch.add(errors, torch.abs(torch.sub(turned, e))))
          def gradients(self: __torch__.K, x: Tensor, w: Tensor) -> Tensor:
            y = torch.to_dense(torch.mkldnn_linear(torch.to_mkldnn(x), w), None, masked_grad=None)
            return torch.max(torch.abs(torch.sub(y, torch.linear(x, w))))
        """;

    private OneDnnTrial() {}

    /** What this processor's oneDNN is good for. The calling thread is left without gradients. */
    static Kernels kernels(Torch torch) {
        Torch.prepareThread(false);
        try (TorchProgram program = TorchProgram.compile(torch, SOURCE)) {
            boolean plain = passes("plain", program, torch);
            return new Kernels(true, plain, plain && passes("gradients", program, torch));
        } catch (ai.djl.engine.EngineException e) {
            return new Kernels(true, false, false);
        }
    }

    /** Whether all products of the trial are those of the plain kernels. */
    private static boolean passes(String method, TorchProgram program, Torch torch) {
        try (PtNDManager scope = torch.scope()) {
            for (int[] size : SIZES) {
                PtNDArray error = program.call(method, scope)
                        .tensor(waves(scope, size[0], size[1]))
                        .tensor(waves(scope, size[2], size[1]))
                        .run()
                        .getFirst();
                if (!accepts(error.toFloatArray()[0])) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Whether so large an error is rounding; what is not a number is none. */
    static boolean accepts(float error) {
        return error < MOST;
    }

    /** Numbers between -1 and 1 that repeat nowhere. */
    private static PtNDArray waves(PtNDManager owner, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(1.7 * i + 0.3 * (i % 11));
        }
        return Torch.floats(owner, values, rows, columns);
    }
}
