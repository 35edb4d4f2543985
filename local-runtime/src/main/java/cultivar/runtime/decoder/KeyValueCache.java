package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keys and values of the tokens seen so far, {@code [1, keyValueHeads, capacity, headSize]} for each layer. */
public final class KeyValueCache implements AutoCloseable {
    private final PtNDManager owner;
    private final List<PtNDArray> keys;
    private final List<PtNDArray> values;
    private final int[] ids;
    private int length;

    KeyValueCache(PtNDManager owner, DecoderSpec spec, int capacity) {
        this.owner = owner;
        this.ids = new int[capacity];
        this.keys = TorchProgram.listed("K", layers(owner, spec, capacity));
        this.values = TorchProgram.listed("V", layers(owner, spec, capacity));
    }

    private static List<PtNDArray> layers(PtNDManager owner, DecoderSpec spec, int capacity) {
        List<PtNDArray> layers = new ArrayList<>();
        for (int layer = 0; layer < spec.layers(); layer++) {
            layers.add(Torch.zeros(owner, 1, spec.keyValueHeads(), capacity, spec.headSize()));
        }
        return layers;
    }

    List<PtNDArray> keys() {
        return keys;
    }

    List<PtNDArray> values() {
        return values;
    }

    /** Number of tokens held. */
    public int length() {
        return length;
    }

    void advance(int[] tokens) {
        if (length + tokens.length > ids.length) {
            throw new IllegalStateException("the cache holds " + ids.length + " tokens at most");
        }
        System.arraycopy(tokens, 0, ids, length, tokens.length);
        length += tokens.length;
    }

    /** Forgets everything and gives the tokens that were held. */
    int[] restart() {
        int[] held = Arrays.copyOf(ids, length);
        length = 0;
        return held;
    }

    @Override
    public void close() {
        owner.close();
    }
}
