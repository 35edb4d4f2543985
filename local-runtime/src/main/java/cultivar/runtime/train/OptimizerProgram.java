package cultivar.runtime.train;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.List;

/**
 * AdamW over all trained tensors in one native call: the global gradient norm, clipping by it, PyTorch's fused update,
 * and gradients set to zero. Some tensors may learn faster than the others.
 */
final class OptimizerProgram implements AutoCloseable {
    /** As in PyTorch's {@code clip_grad_norm_}: the factor is {@code clip / (norm + 1e-6)}, at most 1. */
    private static final String SOURCE = """
          def step(self: __torch__.K, h: Tensor, P: List[Tensor], G: List[Tensor], M: List[Tensor], V: List[Tensor], S: List[Tensor]) -> Tensor:
            norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(G)))
            if bool(torch.isfinite(norm)):
              _0 = (self).update(norm, h, P, G, M, V, S, )
            else:
              _0 = 0
            return norm
          def update(self: __torch__.K, norm: Tensor, h: Tensor, P: List[Tensor], G: List[Tensor], M: List[Tensor], V: List[Tensor], S: List[Tensor]) -> int:
            clip = torch.select(h, 0, 5)
            if bool(torch.gt(clip, 0)):
              factor = torch.clamp(torch.div(clip, torch.add(norm, 9.9999999999999995e-07)), None, 1.)
              torch._foreach_mul_(G, factor)
              _0 = None
            else:
              _0 = None
            torch._foreach_add_(S, 1)
            slow = int(torch.select(h, 0, 7))
            all = torch.len(P)
            rate = float(torch.select(h, 0, 0))
            _1 = (self).group(h, rate, torch.slice(P, 0, slow, 1), torch.slice(G, 0, slow, 1), torch.slice(M, 0, slow, 1), torch.slice(V, 0, slow, 1), torch.slice(S, 0, slow, 1), )
            if torch.lt(slow, all):
              fast = torch.mul(rate, float(torch.select(h, 0, 6)))
              _2 = (self).group(h, fast, torch.slice(P, slow, all, 1), torch.slice(G, slow, all, 1), torch.slice(M, slow, all, 1), torch.slice(V, slow, all, 1), torch.slice(S, slow, all, 1), )
            else:
              _2 = 0
            torch._foreach_zero_(G)
            return 0
          def group(self: __torch__.K, h: Tensor, rate: float, P: List[Tensor], G: List[Tensor], M: List[Tensor], V: List[Tensor], S: List[Tensor]) -> int:
            torch._fused_adamw_(P, G, M, V, annotate(List[Tensor], []), S, lr=rate, beta1=float(torch.select(h, 0, 1)), beta2=float(torch.select(h, 0, 2)), weight_decay=float(torch.select(h, 0, 3)), eps=float(torch.select(h, 0, 4)), amsgrad=False, maximize=False)
            return 0
        """.indent(2).replaceAll("(?m)^    ", "  ");

    private final Torch torch;
    private final TorchProgram program;
    private final int slow;
    private final double faster;

    /**
     * @param slow so many of the first parameters have the learning rate itself
     * @param faster the factor on it for the others
     */
    OptimizerProgram(Torch torch, int slow, double faster) {
        this.torch = torch;
        this.program = TorchProgram.compile(torch, SOURCE);
        this.slow = slow;
        this.faster = faster;
    }

    /**
     * Updates the parameters in place, unless the gradient holds something that is no finite number.
     *
     * @param clip the largest global norm, or 0 for no limit
     * @return the global norm before clipping
     */
    double step(
            PtNDManager scope,
            AdamW settings,
            double learningRate,
            double clip,
            List<PtNDArray> parameters,
            List<PtNDArray> gradients,
            AdamWState state) {
        // In the processor's memory, where the program reads them one by one.
        // float64 through float32 loses digits that matter to nobody but epsilon; 1e-8 survives as a float.
        float[] hyper = {
            (float) learningRate,
            (float) settings.beta1(),
            (float) settings.beta2(),
            (float) settings.weightDecay(),
            (float) settings.epsilon(),
            (float) clip,
            (float) faster,
            slow
        };
        PtNDArray norm = program.call("step", scope)
                .tensor(Torch.floats(torch.host(scope), hyper, hyper.length))
                .list(parameters)
                .list(TorchProgram.listed("G", gradients))
                .list(state.means())
                .list(state.squares())
                .list(state.steps())
                .run()
                .getFirst();
        return torch.read(norm)[0];
    }

    @Override
    public void close() {
        program.close();
    }
}
