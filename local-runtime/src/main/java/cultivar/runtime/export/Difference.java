package cultivar.runtime.export;

import java.util.List;

/**
 * How far the log-probabilities of an export lie from those of base and adapter in the engine.
 *
 * @param largest the largest distance of one token, in nats
 * @param mean the mean distance, in nats
 * @param tokens how many tokens were compared
 */
public record Difference(double largest, double mean, int tokens) {

    static Difference between(List<double[]> expected, List<double[]> found) {
        double largest = 0;
        double sum = 0;
        int tokens = 0;
        for (int row = 0; row < expected.size(); row++) {
            for (int i = 0; i < expected.get(row).length; i++) {
                double distance = Math.abs(expected.get(row)[i] - found.get(row)[i]);
                // A number that is none is as far off as can be.
                distance = Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
                largest = Math.max(largest, distance);
                sum += distance;
                tokens++;
            }
        }
        return new Difference(largest, tokens == 0 ? 0 : sum / tokens, tokens);
    }
}
