package cultivar.runtime.generate;

import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** Draws tokens from logits. The same seed draws the same tokens. */
final class Sampler {
    private final Sampling sampling;
    private final RandomGenerator random;

    Sampler(Sampling sampling) {
        this.sampling = sampling;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(sampling.seed());
    }

    int choose(float[] logits) {
        return sampling.temperature() == 0 ? likeliest(logits) : draw(logits);
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    private int draw(float[] logits) {
        int[] order = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -logits[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int kept = sampling.topK() == 0 ? order.length : Math.min(sampling.topK(), order.length);
        double[] weights = new double[kept];
        double total = 0;
        for (int i = 0; i < kept; i++) {
            weights[i] = Math.exp((logits[order[i]] - logits[order[0]]) / sampling.temperature());
            total += weights[i];
        }
        double reach = 0;
        int nucleus = 0;
        while (nucleus < kept && reach < sampling.topP() * total) {
            reach += weights[nucleus++];
        }
        double at = random.nextDouble() * reach;
        for (int i = 0; i < nucleus; i++) {
            at -= weights[i];
            if (at < 0) {
                return order[i];
            }
        }
        return order[Math.max(0, nucleus - 1)];
    }
}
