package cultivar.runtime.torch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.UUID;

/**
 * Tensors that calls take as one list, made once for any number of {@linkplain TorchProgram#infer calls}: a decoder has
 * hundreds, which would else be listed anew for every token. What it holds lives at least as long as its owner.
 */
public final class TensorList {
    private final IValue value;

    /**
     * A list that closes with {@code owner}.
     *
     * @param tensors at least one
     */
    public TensorList(PtNDManager owner, List<PtNDArray> tensors) {
        value = IValue.listFrom(tensors.toArray(PtNDArray[]::new));
        owner.attachInternal(UUID.randomUUID().toString(), value);
    }

    IValue value() {
        return value;
    }
}
