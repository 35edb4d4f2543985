package cultivar.runtime.generate;

/**
 * How the next token is chosen.
 *
 * @param temperature divides the logits; 0 takes the likeliest token always
 * @param topK only so many likeliest tokens are drawn from; 0 for all
 * @param topP only the likeliest tokens that together reach this probability are drawn from; 1 for all
 */
public record Sampling(double temperature, int topK, double topP, long seed) {
    public Sampling {
        if (!(temperature >= 0)) {
            throw new IllegalArgumentException("The temperature cannot be negative.");
        }
        if (topK < 0) {
            throw new IllegalArgumentException("Top-k cannot be negative.");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("Top-p must be above 0 and at most 1.");
        }
    }

    /** The likeliest token always. */
    public static Sampling greedy() {
        return new Sampling(0, 0, 1, 0);
    }
}
