package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.RopeSpec;
import cultivar.runtime.checkpoint.RotarySpec;
import java.util.Arrays;

/**
 * Cosines and sines of the rotary embedding, {@code [tables, positions, dimensions]}, for consecutive positions. Where
 * queries grow with their position, the factors are one table more of the cosines.
 */
final class RotaryTable {
    private final int tables;
    private final int dimensions;
    private final int positions;
    private final float[] cosines;
    private final float[] sines;

    /** The positions from {@code start} to before {@code end}; some frequencies depend on how far the text goes. */
    RotaryTable(RotarySpec spec, int start, int end) {
        boolean growing = spec.growth().rate() != 0;
        this.tables = spec.tables().size() + (growing ? 1 : 0);
        this.dimensions = spec.dimensions();
        this.positions = end - start;
        this.cosines = new float[tables * positions * dimensions];
        this.sines = new float[cosines.length];
        int at = 0;
        for (RopeSpec rope : spec.tables()) {
            double[] frequencies = rope.frequencies(dimensions, end);
            for (int position = start; position < end; position++) {
                fill(at, position, frequencies, rope.magnitude(), spec.interleaved());
                at += dimensions;
            }
        }
        for (int position = start; growing && position < end; position++) {
            Arrays.fill(cosines, at, at + dimensions, (float) spec.growth().factor(position));
            at += dimensions;
        }
    }

    /** Each value belongs to both members of a pair. */
    private void fill(int at, int position, double[] frequencies, double magnitude, boolean interleaved) {
        for (int i = 0; i < frequencies.length; i++) {
            // The frequency is rounded to float32 first, as the reference implementation does.
            double angle = position * (double) (float) frequencies[i];
            int first = at + (interleaved ? 2 * i : i);
            int second = interleaved ? first + 1 : first + frequencies.length;
            cosines[first] = (float) (magnitude * Math.cos(angle));
            sines[first] = (float) (magnitude * Math.sin(angle));
            cosines[second] = cosines[first];
            sines[second] = sines[first];
        }
    }

    float[] cosines() {
        return cosines;
    }

    float[] sines() {
        return sines;
    }

    long[] shape() {
        return new long[] {tables, positions, dimensions};
    }
}
