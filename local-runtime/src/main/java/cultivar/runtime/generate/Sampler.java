package cultivar.runtime.generate;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Draws a sequence's tokens from logits: one number of its own generator for each, so that the same seed draws the same. */
final class Sampler {
    private final Sampling sampling;
    private final Draw draw;
    private final RandomGenerator random;

    Sampler(Sampling sampling) {
        this.sampling = sampling;
        this.draw = new Draw(sampling);
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(sampling.seed());
    }

    /**
     * The next token.
     *
     * @param logits are written over
     */
    int choose(float[] logits) {
        return sampling.temperature() == 0 ? likeliest(logits) : draw.at(random.nextDouble(), logits);
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        if (!Float.isFinite(logits[best])) {
            throw new IllegalArgumentException("The model gave no usable number for any token.");
        }
        return best;
    }
}
