package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.torch.TensorList;
import java.util.Arrays;
import java.util.List;

/** Keys and values of the tokens seen so far, {@code [2, 1, keyValueHeads, capacity, headSize]} for each layer. */
public final class KeyValueCache implements AutoCloseable {
    private final PtNDManager owner;
    private final TensorList layers;
    private final int[] ids;
    private int length;

    /** Takes over an empty tensor for each layer, which belong to {@code owner}. */
    KeyValueCache(PtNDManager owner, List<PtNDArray> layers, int capacity) {
        this.owner = owner;
        this.ids = new int[capacity];
        this.layers = new TensorList(owner, layers);
    }

    TensorList layers() {
        return layers;
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
