package cultivar.runtime.schema;

import cultivar.runtime.schema.Machine.State;
import cultivar.runtime.text.Tokenizer;

/** Holds one answer to a schema, token by token. Not for several threads at once. */
public final class JsonConstraint {
    private final Machine machine;
    private final int[] endIds;
    private State state;

    JsonConstraint(Machine machine, Tokenizer tokenizer) {
        this.machine = machine;
        this.endIds = tokenizer.endIds().stream().mapToInt(Integer::intValue).toArray();
        this.state = machine.start();
    }

    /**
     * Rules out every token that cannot come next. End tokens can where the JSON is whole, control tokens never.
     *
     * @param logits those of tokens that cannot come become negative infinity
     * @throws SchemaException if no token can come
     */
    public void restrict(float[] logits) {
        long[] mask = machine.mask(state);
        float[] ends = new float[endIds.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = endIds[i] < logits.length ? logits[endIds[i]] : 0;
        }
        int left = 0;
        for (int word = 0; word * 64 < logits.length; word++) {
            long allowed = word < mask.length ? mask[word] : 0;
            left += Long.bitCount(allowed);
            int last = Math.min(logits.length, word * 64 + 64);
            for (int id = word * 64; id < last && allowed != -1; id++) {
                if (((allowed >>> id) & 1) == 0) {
                    logits[id] = Float.NEGATIVE_INFINITY;
                }
            }
        }
        if (state.isComplete()) {
            for (int i = 0; i < ends.length; i++) {
                if (endIds[i] < logits.length) {
                    logits[endIds[i]] = ends[i];
                    left++;
                }
            }
        }
        if (left == 0) {
            throw new SchemaException("This model's tokenizer has no token for what the schema asks for next.");
        }
    }

    /**
     * Goes on by a token.
     *
     * @throws IllegalStateException if it cannot come here
     */
    public void take(int id) {
        byte[] bytes = machine.trie().bytes(id);
        State then = bytes == null ? null : machine.after(state, bytes);
        if (then == null) {
            throw new IllegalStateException("The schema does not allow the token " + id + " here: the model gave no "
                    + "usable number for those that it allows.");
        }
        state = then;
    }

    /** Whether the JSON is whole, so that the answer may end. */
    public boolean isComplete() {
        return state.isComplete();
    }

    /** Whether it is whole and nothing can come after it. */
    public boolean isOver() {
        if (!state.isComplete()) {
            return false;
        }
        for (long word : machine.mask(state)) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }
}
