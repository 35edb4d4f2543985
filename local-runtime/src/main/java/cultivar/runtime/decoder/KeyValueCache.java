package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.torch.TorchProgram;
import java.util.Arrays;
import java.util.List;

/** Keys and values of the tokens seen so far, {@code [1, keyValueHeads, capacity, headSize]} for each layer. */
public final class KeyValueCache implements AutoCloseable {
    private final PtNDManager owner;
    private final List<PtNDArray> keys;
    private final List<PtNDArray> values;
    private final int[] ids;
    private int length;

    /** Takes over an empty tensor for the keys and one for the values of each layer, which belong to {@code owner}. */
    KeyValueCache(PtNDManager owner, List<PtNDArray> keys, List<PtNDArray> values, int capacity) {
        this.owner = owner;
        this.ids = new int[capacity];
        this.keys = TorchProgram.listed("K", keys);
        this.values = TorchProgram.listed("V", values);
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
