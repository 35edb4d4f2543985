package cultivar.datanet.quality;

/**
 * How many rows have which value of a signal: equal ranges from the lowest value to the highest, which belongs to the
 * last range. Values can come in any order and number; nothing but counts is kept.
 */
public final class Histogram {
    private final double low;
    private final double high;
    private final long[] counts;

    /**
     * An empty one.
     *
     * @param low where the first range begins
     * @param high where the last one ends; values outside go into the first or the last range
     */
    public Histogram(double low, double high, int ranges) {
        if (!(low < high) || ranges < 1) {
            throw new IllegalArgumentException(
                    "A histogram needs a range from low to high, not " + ranges + " from " + low + " to " + high);
        }
        this.low = low;
        this.high = high;
        counts = new long[ranges];
    }

    /** Counts a value; one that is no number is left out. */
    public void add(double value) {
        if (!Double.isNaN(value)) {
            counts[rangeOf(value)]++;
        }
    }

    public int ranges() {
        return counts.length;
    }

    public long count(int range) {
        return counts[range];
    }

    /** Where a range begins; {@code from(ranges())} is where the last one ends. */
    public double from(int range) {
        return low + (high - low) * range / counts.length;
    }

    /** The range that a value belongs to. */
    public int rangeOf(double value) {
        double place = (value - low) / (high - low) * counts.length;
        return (int) Math.max(0, Math.min(counts.length - 1, Math.floor(place)));
    }
}
