package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.List;

/**
 * LoRA tensors as the program takes them: for each layer and each target in turn, {@code A [rank,in]} and {@code B
 * [out,rank]}, with the scale {@code alpha / rank} as a tensor of its own.
 */
public final class LoraTensors implements AutoCloseable {
    static final String LIST = "L";

    private final PtNDManager owner;
    private final List<String> targets;
    private final List<PtNDArray> tensors;
    private final PtNDArray scale;

    /**
     * @param targets the modules that carry LoRA, in the order of use inside a layer
     * @param tensors A and B by layer and target; they are attached to {@code owner}, which closes with this
     */
    public LoraTensors(PtNDManager owner, List<String> targets, List<PtNDArray> tensors, double scale) {
        this.owner = owner;
        this.targets = List.copyOf(targets);
        this.tensors = TorchProgram.listed(LIST, tensors);
        this.scale = Torch.floats(owner, new float[] {(float) scale});
    }

    /** No LoRA at all: the base model. The program wants a list, so it gets one of a single unused tensor. */
    static LoraTensors none(Torch torch) {
        PtNDManager owner = torch.scope();
        return new LoraTensors(owner, List.of(), List.of(Torch.zeros(owner, 1)), 0);
    }

    public List<String> targets() {
        return targets;
    }

    public List<PtNDArray> tensors() {
        return tensors;
    }

    PtNDArray scale() {
        return scale;
    }

    @Override
    public void close() {
        owner.close();
    }
}
