package cultivar.app.chat.ask;

import cultivar.runtime.generate.Penalties;
import cultivar.runtime.generate.Sampling;

/**
 * How answers are drawn, the same for all who answer one question.
 *
 * @param temperature 0 takes the likeliest token always
 * @param topK only so many likeliest tokens; 0 for all
 * @param topP only the likeliest tokens that together reach this probability; 1 for all
 * @param minP only tokens at least this likely beside the likeliest; 0 for all
 * @param repetition divides the logits of tokens that were there before; 1 for none
 * @param presence taken from the logits of tokens that were answered before
 * @param frequency the same for each time that they were
 * @param seed of everything that is drawn
 * @param maxTokens of the longest answer
 */
public record Draw(
        double temperature,
        int topK,
        double topP,
        double minP,
        double repetition,
        double presence,
        double frequency,
        long seed,
        int maxTokens) {
    /** The likeliest token always. */
    public static final Draw EXACT = new Draw(0, 0, 1, 0, 1, 0, 0, 42, 256);

    /** Varied within what is likely. */
    public static final Draw BALANCED = new Draw(0.7, 0, 0.9, 0.05, 1, 0, 0, 42, 256);

    /** Reaches further, and away from what it has said. */
    public static final Draw CREATIVE = new Draw(1.1, 0, 0.97, 0.02, 1, 0.3, 0.2, 42, 512);

    /** The same from another seed. */
    public Draw seeded(long other) {
        return new Draw(temperature, topK, topP, minP, repetition, presence, frequency, other, maxTokens);
    }

    /** As the engine takes it. */
    Sampling sampling() {
        return new Sampling(temperature, topK, topP, seed)
                .withMinP(minP)
                .withPenalties(new Penalties(repetition, presence, frequency));
    }

    /** Whether the two draw alike, but for the seed. */
    public boolean drawsAs(Draw other) {
        return seeded(other.seed).equals(other);
    }
}
