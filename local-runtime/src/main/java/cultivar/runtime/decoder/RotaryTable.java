package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.RopeSpec;
import cultivar.runtime.checkpoint.RotarySpec;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cosines and sines of the rotary embedding, {@code [tables, tokens, 1, dimensions]}. The sine of the first member of each
 * pair is negative: a turned value is {@code x cos + exchanged(x) sin}. Where queries grow with their position, the
 * factors are one table more of the cosines.
 */
final class RotaryTable {
    private final RotarySpec spec;
    private final int tokens;
    private final int tables;
    private final float[] cosines;
    private final float[] sines;

    private RotaryTable(RotarySpec spec, int tokens) {
        this.spec = spec;
        this.tokens = tokens;
        this.tables = spec.tables().size() + (spec.growth().rate() == 0 ? 0 : 1);
        this.cosines = new float[tables * tokens * spec.dimensions()];
        this.sines = new float[cosines.length];
    }

    /** The positions from {@code start} to before {@code end}; some frequencies depend on how far the text goes. */
    static RotaryTable span(RotarySpec spec, int start, int end) {
        RotaryTable table = new RotaryTable(spec, end - start);
        table.fill(0, start, end);
        return table;
    }

    /** Rows of tokens that lie end to end, each from its first position on. */
    static RotaryTable rows(RotarySpec spec, int... lengths) {
        RotaryTable table = new RotaryTable(spec, IntStream.of(lengths).sum());
        int token = 0;
        for (int length : lengths) {
            table.fill(token, 0, length);
            token += length;
        }
        return table;
    }

    /** Single tokens at any positions, each of a text that ends with it. */
    static RotaryTable places(RotarySpec spec, int... positions) {
        RotaryTable table = new RotaryTable(spec, positions.length);
        for (int token = 0; token < positions.length; token++) {
            table.fill(token, positions[token], positions[token] + 1);
        }
        return table;
    }

    private void fill(int token, int start, int end) {
        int dimensions = spec.dimensions();
        for (int number = 0; number < spec.tables().size(); number++) {
            RopeSpec rope = spec.tables().get(number);
            double[] frequencies = rope.frequencies(dimensions, end);
            for (int position = start; position < end; position++) {
                int at = (number * tokens + token + position - start) * dimensions;
                fill(at, position, frequencies, rope.magnitude());
            }
        }
        for (int position = start; tables > spec.tables().size() && position < end; position++) {
            int at = ((tables - 1) * tokens + token + position - start) * dimensions;
            Arrays.fill(cosines, at, at + dimensions, (float) spec.growth().factor(position));
        }
    }

    /** Each value belongs to both members of a pair. */
    private void fill(int at, int position, double[] frequencies, double magnitude) {
        boolean interleaved = spec.interleaved();
        for (int i = 0; i < frequencies.length; i++) {
            // The frequency is rounded to float32 first, as the reference implementation does.
            double angle = position * (double) (float) frequencies[i];
            int first = at + (interleaved ? 2 * i : i);
            int second = interleaved ? first + 1 : first + frequencies.length;
            cosines[first] = (float) (magnitude * Math.cos(angle));
            cosines[second] = cosines[first];
            sines[second] = (float) (magnitude * Math.sin(angle));
            sines[first] = -sines[second];
        }
    }

    float[] cosines() {
        return cosines;
    }

    float[] sines() {
        return sines;
    }

    long[] shape() {
        return new long[] {tables, tokens, 1, spec.dimensions()};
    }
}
