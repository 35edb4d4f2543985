package cultivar.runtime.checkpoint;

/**
 * How activations are normalised.
 *
 * @param epsilon added to the mean square or the variance
 */
public record NormSpec(Style style, double epsilon) {
    /** The kinds of norm: what is divided by, and which tensors take part. */
    public enum Style {
        /** By the root mean square, times a weight. */
        RMS(false, true, false, false),
        /** By the root mean square, times one plus a weight. */
        RMS_PLUS_ONE(false, true, false, true),
        /** Layer norm with weight and bias. */
        LAYER(true, true, true, false),
        /** Layer norm with a weight alone. */
        LAYER_WITHOUT_BIAS(true, true, false, false),
        /** Layer norm without any tensor. */
        LAYER_BARE(true, false, false, false),
        /** Layer norm with bias, times one plus a weight. */
        LAYER_PLUS_ONE(true, true, true, true);

        private final boolean centred;
        private final boolean weight;
        private final boolean bias;
        private final boolean plusOne;

        Style(boolean centred, boolean weight, boolean bias, boolean plusOne) {
            this.centred = centred;
            this.weight = weight;
            this.bias = bias;
            this.plusOne = plusOne;
        }

        /** Whether the mean is taken off first: a layer norm. */
        public boolean centred() {
            return centred;
        }

        public boolean weight() {
            return weight;
        }

        public boolean bias() {
            return bias;
        }

        /** Whether the factor is one plus the weight. */
        public boolean plusOne() {
            return plusOne;
        }
    }
}
