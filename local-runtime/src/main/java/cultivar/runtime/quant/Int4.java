package cultivar.runtime.quant;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;

/**
 * Four bits a weight in even steps: each block of 64 weights of a row is {@code (value - 8) * scale + middle}, with the
 * scale and the middle in bfloat16, as PyTorch's product for it takes them. Values are chosen for the rounded scale and
 * middle, so that their rounding costs nothing more.
 */
public final class Int4 {
    /** Weights that share a scale and a middle. */
    public static final int BLOCK = 64;

    /** The product takes rows in groups of so many. */
    private static final int ROWS = 16;

    private static final int MOST = 15;
    private static final int MIDDLE = 8;

    private Int4() {}

    /** Whether a matrix has whole blocks in each row, and whole groups of rows; others are held as {@link Int8}. */
    public static boolean fits(long rows, long columns) {
        return columns % BLOCK == 0 && rows % ROWS == 0;
    }

    /**
     * Quantises a matrix that {@link #fits}.
     *
     * @param weights {@code [rows, columns]} of float32 in the machine's byte order
     * @param values receives {@code [rows, columns]} of bytes from 0 to 15
     * @param scales receives {@code [columns / 64, rows, 2]} of float32: scales and middles, which bfloat16 holds as they
     *     are
     */
    public static void quantise(
            MemorySegment weights, long rows, long columns, MemorySegment values, MemorySegment scales) {
        if (!fits(rows, columns)) {
            throw new IllegalArgumentException(rows + " rows of " + columns + " weights do not divide into blocks");
        }
        long blocks = columns / BLOCK;
        LongStream.range(0, rows * blocks).parallel().forEach(number -> {
            long row = number / blocks;
            long block = number % blocks;
            long first = row * columns + block * BLOCK;
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (long i = first; i < first + BLOCK; i++) {
                float weight = weights.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                least = Math.min(least, weight);
                most = Math.max(most, weight);
            }
            float scale = halved((most - least) / MOST);
            float middle = halved(least + MIDDLE * scale);
            float inverse = scale == 0 ? 0 : 1 / scale;
            for (long i = first; i < first + BLOCK; i++) {
                int value = MIDDLE + Math.round((weights.getAtIndex(ValueLayout.JAVA_FLOAT, i) - middle) * inverse);
                values.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp(value, 0, MOST));
            }
            long at = 2 * (block * rows + row);
            scales.setAtIndex(ValueLayout.JAVA_FLOAT, at, scale);
            scales.setAtIndex(ValueLayout.JAVA_FLOAT, at + 1, middle);
        });
    }

    /** The nearest number that bfloat16 has, ties to even. */
    private static float halved(float value) {
        int bits = Float.floatToRawIntBits(value);
        int rounded = bits + 0x7fff + ((bits >>> 16) & 1);
        return Float.intBitsToFloat(rounded & 0xffff0000);
    }
}
