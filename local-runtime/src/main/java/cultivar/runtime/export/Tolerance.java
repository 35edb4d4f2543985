package cultivar.runtime.export;

import java.util.Locale;

/**
 * How far an export may lie from base and adapter. Rounding the weights to a narrow type moves single tokens at random,
 * so that for those the mean counts; a mistake moves every token by far more.
 *
 * @param largest the most that any token's log-probability may differ, in nats
 * @param mean the most that it may differ on average, in nats
 */
record Tolerance(double largest, double mean) {
    static final Tolerance FLOAT32 = new Tolerance(1e-4, 1e-4);
    static final Tolerance FLOAT16 = mean(0.02);
    static final Tolerance BFLOAT16 = mean(0.1);
    static final Tolerance EIGHT_BITS = mean(0.1);
    static final Tolerance FOUR_BITS = mean(1);

    static Tolerance mean(double mean) {
        return new Tolerance(Double.POSITIVE_INFINITY, mean);
    }

    /** @throws ExportException if the difference is larger */
    void require(Difference difference, String type) {
        if (difference.largest() > largest || difference.mean() > mean) {
            throw new ExportException(String.format(
                    Locale.ROOT,
                    "What was written (%s) gives other log-probabilities than base and adapter: %.2g nats on average,"
                            + " %.2g at most. It was deleted; please report this with the names of base and adapter.",
                    type,
                    difference.mean(),
                    difference.largest()));
        }
    }
}
