package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.WeightSource;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.List;

/** A decoder's weights in float32, in the order of {@link DecoderSpec#weights()}. */
public final class Weights implements AutoCloseable {
    static final String LIST = "W";

    private final PtNDManager owner;
    private final List<PtNDArray> tensors;

    private Weights(PtNDManager owner, List<PtNDArray> tensors) {
        this.owner = owner;
        this.tensors = TorchProgram.listed(LIST, tensors);
    }

    /** Reads all weights. */
    public static Weights load(Torch torch, DecoderSpec spec, WeightSource source) {
        PtNDManager owner = torch.scope();
        List<PtNDArray> tensors = new ArrayList<>();
        for (DecoderSpec.Weight weight : spec.weights()) {
            tensors.add(Torch.floats(owner, source.floats(weight), shape(weight)));
        }
        return new Weights(owner, tensors);
    }

    /** Takes freshly made weights, one for each of {@link DecoderSpec#weights()}. */
    public static Weights of(Torch torch, DecoderSpec spec, List<float[]> values) {
        PtNDManager owner = torch.scope();
        List<PtNDArray> tensors = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            tensors.add(Torch.floats(owner, values.get(i), shape(spec.weights().get(i))));
        }
        return new Weights(owner, tensors);
    }

    private static long[] shape(DecoderSpec.Weight weight) {
        return weight.shape().stream().mapToLong(Long::longValue).toArray();
    }

    public List<PtNDArray> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        owner.close();
    }
}
