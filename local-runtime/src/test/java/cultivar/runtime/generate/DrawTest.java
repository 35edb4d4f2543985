package cultivar.runtime.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawTest {
    /** Probabilities 1/2, 1/4, 1/8, 1/16, 1/16 in an order of their own. */
    private static final float[] HALVES = logits(0.0625, 0.25, 0.5, 0.0625, 0.125);

    @Test
    void goesThroughTheWholeDistributionById() {
        assertThat(drawn(new Sampling(1, 0, 1, 0), HALVES, 0, 0.0624, 0.0626, 0.3124, 0.3126, 0.8124, 0.8126, 0.999))
                .containsExactly(0, 0, 1, 1, 2, 2, 3, 4);
    }

    @Test
    void topKKeepsTheLikeliestAndOfEqualsTheSmallerId() {
        assertThat(kept(new Sampling(1, 1, 1, 0))).containsExactly(2);
        assertThat(kept(new Sampling(1, 3, 1, 0))).containsExactly(1, 2, 4);
        assertThat(kept(new Sampling(1, 4, 1, 0))).containsExactly(0, 1, 2, 4);
        assertThat(kept(new Sampling(1, 9, 1, 0))).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void topPKeepsTheFewestThatReachIt() {
        assertThat(kept(new Sampling(1, 0, 0.4, 0))).containsExactly(2);
        assertThat(kept(new Sampling(1, 0, 0.51, 0))).containsExactly(1, 2);
        assertThat(kept(new Sampling(1, 0, 0.88, 0))).containsExactly(0, 1, 2, 4);
        assertThat(kept(new Sampling(1, 0, 1e-9, 0))).containsExactly(2);
    }

    @Test
    void topPIsAPartOfWhatTopKLeft() {
        // Of 1/2 and 1/4, the first is two thirds.
        assertThat(kept(new Sampling(1, 2, 0.66, 0))).containsExactly(2);
        assertThat(kept(new Sampling(1, 2, 0.67, 0))).containsExactly(1, 2);
    }

    @Test
    void minPKeepsAPartOfTheLikeliest() {
        assertThat(kept(new Sampling(1, 0, 1, 0).withMinP(0.51))).containsExactly(2);
        assertThat(kept(new Sampling(1, 0, 1, 0).withMinP(0.24))).containsExactly(1, 2, 4);
        assertThat(kept(new Sampling(2, 0, 1, 0).withMinP(0.51))).containsExactly(1, 2);
        assertThat(kept(new Sampling(1, 0, 1, 0).withMinP(1))).containsExactly(2);
    }

    @Test
    void neverDrawsWhatIsRuledOut() {
        float[] logits = {Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY, 0};
        assertThat(drawn(new Sampling(1e-300, 0, 1, 0), logits, 0, 0.49, 0.51, 0.9999999999999999))
                .containsExactly(1, 1, 3, 3);
    }

    @Test
    void saysSoWhereThereIsNothingToDrawFrom() {
        Draw draw = new Draw(new Sampling(1, 0, 1, 0));
        assertThatThrownBy(() -> draw.at(0.5, new float[] {Float.NaN, Float.NaN}))
                .hasMessage("The model gave no usable number for any token.");
        assertThatThrownBy(() -> new Sampler(Sampling.greedy()).choose(new float[] {Float.NaN, Float.NaN}))
                .as("nor is the first token the likeliest then")
                .hasMessage("The model gave no usable number for any token.");
    }

    /** Against the whole vocabulary in order, which is the definition. */
    @ParameterizedTest
    @CsvSource({
        "0.7, 0, 0.95, 0",
        "1, 40, 1, 0",
        "1.5, 40, 0.8, 0.02",
        "1, 0, 1, 0.1",
        "3, 500, 0.999, 0",
        "1, 0, 0.3, 0",
        "0.2, 7, 0.5, 0.01"
    })
    void keepsWhatTheDefinitionKeeps(double temperature, int topK, double topP, double minP) {
        Sampling sampling = new Sampling(temperature, topK, topP, 0).withMinP(minP);
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 20; round++) {
            float[] logits = new float[2000];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) (random.nextGaussian() * (1 + round % 5));
            }
            double[] expected = byDefinition(sampling, logits);
            double place = random.nextDouble();
            int id = new Draw(sampling).at(place, logits.clone());
            double before = Arrays.stream(expected, 0, id).sum();
            assertThat(expected[id]).isPositive();
            assertThat(place).isBetween(before - 1e-6, before + expected[id] + 1e-6);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.8, 0, 1, 0", "1, 6, 1, 0", "1, 0, 0.8, 0", "1, 0, 1, 0.15", "1.3, 9, 0.9, 0.05"})
    void drawsAsOftenAsTheProbabilitiesSay(double temperature, int topK, double topP, double minP) {
        Sampling sampling = new Sampling(temperature, topK, topP, 5).withMinP(minP);
        float[] logits = {1.2f, -0.3f, 2.5f, 0.4f, 0.4f, -1.1f, 1.9f, 0, 0.8f, -2, 1.5f, -0.6f};
        double[] expected = byDefinition(sampling, logits);
        Sampler sampler = new Sampler(sampling);
        int draws = 200_000;
        int[] counts = new int[logits.length];
        for (int i = 0; i < draws; i++) {
            counts[sampler.choose(logits.clone())]++;
        }
        double chiSquare = 0;
        int kept = 0;
        for (int id = 0; id < counts.length; id++) {
            if (expected[id] == 0) {
                assertThat(counts[id]).isZero();
            } else {
                kept++;
                chiSquare += Math.pow(counts[id] - draws * expected[id], 2) / (draws * expected[id]);
            }
        }
        // The 99.9th percentile of chi-square with 11 degrees of freedom is 31.3, and less with fewer.
        assertThat(kept).isGreaterThan(2);
        assertThat(chiSquare).isLessThan(31.3);
    }

    @Test
    void aSeedDrawsTheSameAtEveryPlaceWhateverCameBefore() {
        float[] flat = new float[100];
        float[] steep = {9, 0, 0};
        Sampler one = new Sampler(new Sampling(1, 0, 1, 3));
        Sampler other = new Sampler(new Sampling(1, 50, 0.9, 3).withMinP(0.1));
        one.choose(flat.clone());
        one.choose(flat.clone());
        other.choose(steep.clone());
        other.choose(steep.clone());
        assertThat(one.choose(HALVES.clone())).isEqualTo(other.choose(HALVES.clone()));
        assertThat(new Sampler(new Sampling(1, 0, 1, 3)).choose(flat.clone()))
                .isNotEqualTo(new Sampler(new Sampling(1, 0, 1, 4)).choose(flat.clone()));
    }

    private static double[] byDefinition(Sampling sampling, float[] logits) {
        int[] order = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -logits[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] weights = new double[logits.length];
        double total = 0;
        for (int rank = 0; rank < order.length; rank++) {
            double weight = Math.exp((logits[order[rank]] - logits[order[0]]) / sampling.temperature());
            boolean in = weight >= sampling.minP() && (sampling.topK() == 0 || rank < sampling.topK());
            weights[order[rank]] = in ? weight : 0;
            total += weights[order[rank]];
        }
        double reach = 0;
        double left = 0;
        for (int id : order) {
            boolean in = reach < sampling.topP() * total;
            reach += weights[id];
            weights[id] = in ? weights[id] : 0;
            left += weights[id];
        }
        double all = left;
        return Arrays.stream(weights).map(weight -> weight / all).toArray();
    }

    private static int[] kept(Sampling sampling) {
        Draw draw = new Draw(sampling);
        return IntStream.range(0, 1000)
                .map(i -> draw.at(i / 1000.0, HALVES.clone()))
                .distinct()
                .toArray();
    }

    private static int[] drawn(Sampling sampling, float[] logits, double... places) {
        Draw draw = new Draw(sampling);
        return Arrays.stream(places)
                .mapToInt(place -> draw.at(place, logits.clone()))
                .toArray();
    }

    private static float[] logits(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]);
        }
        return logits;
    }
}
