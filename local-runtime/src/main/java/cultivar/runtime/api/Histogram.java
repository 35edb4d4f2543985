package cultivar.runtime.api;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Counts of what lies below some bounds, as Prometheus draws its quantiles from. Safe for several threads. */
final class Histogram {
    private final double[] bounds;
    private final LongAdder[] counts;
    private final DoubleAdder sum = new DoubleAdder();

    Histogram(double... bounds) {
        this.bounds = bounds.clone();
        this.counts = new LongAdder[bounds.length + 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void add(double value) {
        int at = 0;
        while (at < bounds.length && value > bounds[at]) {
            at++;
        }
        counts[at].increment();
        sum.add(value);
    }

    /** Where each bucket ends but the last, which has no end. */
    double[] bounds() {
        return bounds.clone();
    }

    /** For each bucket, how many values were in it or in one below. */
    long[] upTo() {
        long[] upTo = new long[counts.length];
        long all = 0;
        for (int i = 0; i < counts.length; i++) {
            all += counts[i].sum();
            upTo[i] = all;
        }
        return upTo;
    }

    double sum() {
        return sum.sum();
    }
}
