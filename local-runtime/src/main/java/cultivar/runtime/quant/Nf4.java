package cultivar.runtime.quant;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;

/**
 * Four bits a weight by the sixteen levels of NormalFloat (Dettmers et al., QLoRA, 2023), which suit weights spread like
 * a normal distribution: each block of 64 weights is divided by its largest size and rounded to the nearest level. Two
 * weights share a byte, the first in its upper half.
 */
public final class Nf4 {
    /** Weights that share a scale. */
    public static final int BLOCK = 64;

    /** The levels, as published with the method. */
    private static final float[] LEVELS = {
        -1f,
        -0.6961928f,
        -0.52507305f,
        -0.3949175f,
        -0.28444138f,
        -0.18477343f,
        -0.09105004f,
        0f,
        0.0795803f,
        0.1609302f,
        0.2461123f,
        0.33791524f,
        0.44070983f,
        0.562617f,
        0.72295684f,
        1f
    };

    private Nf4() {}

    /** Whether a matrix has whole blocks in each row; others are held as {@link Int8}. */
    public static boolean fits(long columns) {
        return columns % BLOCK == 0;
    }

    /** The two levels that each byte stands for, {@code [256, 2]}. */
    public static float[] pairs() {
        float[] pairs = new float[512];
        for (int value = 0; value < 256; value++) {
            pairs[2 * value] = LEVELS[value >> 4];
            pairs[2 * value + 1] = LEVELS[value & 15];
        }
        return pairs;
    }

    /**
     * Quantises a matrix that has whole blocks in each row.
     *
     * @param weights {@code [rows, columns]} of float32 in the machine's byte order
     * @param values receives {@code [rows, columns / 2]} of bytes
     * @param scales receives {@code [rows, columns / 64]} of float32
     */
    public static void quantise(
            MemorySegment weights, long rows, long columns, MemorySegment values, MemorySegment scales) {
        if (!fits(columns)) {
            throw new IllegalArgumentException("rows of " + columns + " weights do not divide into blocks of " + BLOCK);
        }
        LongStream.range(0, rows * columns / BLOCK).parallel().forEach(block -> {
            long first = block * BLOCK;
            float largest = 0;
            for (long i = first; i < first + BLOCK; i++) {
                largest = Math.max(largest, Math.abs(weights.getAtIndex(ValueLayout.JAVA_FLOAT, i)));
            }
            float inverse = largest == 0 ? 0 : 1 / largest;
            for (long i = first; i < first + BLOCK; i += 2) {
                int upper = level(weights.getAtIndex(ValueLayout.JAVA_FLOAT, i) * inverse);
                int lower = level(weights.getAtIndex(ValueLayout.JAVA_FLOAT, i + 1) * inverse);
                values.set(ValueLayout.JAVA_BYTE, i / 2, (byte) (upper << 4 | lower));
            }
            scales.setAtIndex(ValueLayout.JAVA_FLOAT, block, largest);
        });
    }

    /** The level nearest to a value from -1 to 1. */
    private static int level(float value) {
        int low = 0;
        int high = LEVELS.length - 1;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (LEVELS[middle] <= value) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return value - LEVELS[low] <= LEVELS[high] - value ? low : high;
    }
}
