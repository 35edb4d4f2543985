package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * LoRA tensors as the program takes them: for each module of the layout in turn, {@code A [rank,in]} and {@code B
 * [out,rank]}, with the module's scale as a tensor of its own. Ranks and scales may differ from module to module.
 */
public final class LoraTensors implements AutoCloseable {
    static final String LIST = "L";
    static final String SCALES = "S";

    private final PtNDManager owner;
    private final LoraLayout layout;
    private final List<PtNDArray> tensors;
    private final List<PtNDArray> scales;

    /**
     * @param layout the modules that carry LoRA
     * @param tensors A and B by module; they are attached to {@code owner}, which closes with this
     * @param scales the factor on {@code B A x} for each module
     */
    public LoraTensors(PtNDManager owner, LoraLayout layout, List<PtNDArray> tensors, List<Double> scales) {
        int modules = layout.modules();
        if (scales.size() != Math.max(1, modules) || tensors.size() != Math.max(1, 2 * modules)) {
            throw new IllegalArgumentException(
                    modules + " modules, " + tensors.size() + " tensors and " + scales.size() + " scales");
        }
        this.owner = owner;
        this.layout = layout;
        this.tensors = TorchProgram.listed(LIST, tensors);
        List<PtNDArray> factors = new ArrayList<>();
        for (double scale : scales) {
            factors.add(Torch.floats(owner, new float[] {(float) scale}));
        }
        this.scales = TorchProgram.listed(SCALES, factors);
    }

    /** No LoRA at all: the base model. The program wants lists, so it gets some of a single unused tensor. */
    static LoraTensors none(Torch torch, int layers) {
        PtNDManager owner = torch.scope();
        LoraLayout layout = LoraLayout.uniform(layers, List.of());
        return new LoraTensors(owner, layout, List.of(Torch.zeros(owner, 1)), List.of(0.0));
    }

    public LoraLayout layout() {
        return layout;
    }

    public List<PtNDArray> tensors() {
        return tensors;
    }

    /** The tensors that read a module's input: every A. */
    public List<PtNDArray> ofInput() {
        return every(0);
    }

    /** The tensors that make a module's output: every B. */
    public List<PtNDArray> ofOutput() {
        return every(1);
    }

    private List<PtNDArray> every(int remainder) {
        return IntStream.range(0, tensors.size())
                .filter(i -> i % 2 == remainder)
                .mapToObj(tensors::get)
                .toList();
    }

    List<PtNDArray> scales() {
        return scales;
    }

    @Override
    public void close() {
        owner.close();
    }
}
