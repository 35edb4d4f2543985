package cultivar.runtime.checkpoint;

import java.util.List;

/**
 * A layer's feed-forward part.
 *
 * @param inputs the gate and the upward projection: two, or one that holds both in that order; without a gate the one
 *     upward projection
 * @param gated whether the activated gate multiplies the upward projection, which itself stays linear
 */
public record MlpSpec(List<Linear> inputs, Linear output, boolean gated, Activation activation) {
    public MlpSpec {
        inputs = List.copyOf(inputs);
    }

    /** Whether one projection gives gate and upward projection. */
    public boolean fused() {
        return gated && inputs.size() == 1;
    }
}
