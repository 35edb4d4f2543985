package cultivar.runtime.checkpoint;

import java.util.List;

/**
 * A layer's attention.
 *
 * @param inputs the projections to queries, keys and values: three, or one that holds all of them in that order
 * @param scale the factor on the products of queries and keys
 * @param softCap scores become {@code cap * tanh(score / cap)}; 0 for none
 * @param clip queries, keys and values are held within this size; 0 for none
 */
public record AttentionSpec(
        List<Linear> inputs, Linear output, QueryKeyNorm norm, double scale, double softCap, double clip) {
    public AttentionSpec {
        inputs = List.copyOf(inputs);
    }

    /** Whether one projection gives queries, keys and values. */
    public boolean fused() {
        return inputs.size() == 1;
    }
}
