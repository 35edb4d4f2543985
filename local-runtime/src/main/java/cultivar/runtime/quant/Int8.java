package cultivar.runtime.quant;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;

/**
 * Eight bits a weight: each output row is divided by a scale of its own, its largest size over 127, and rounded to the
 * nearest whole number. The error of a weight is at most half its row's scale.
 */
public final class Int8 {
    private Int8() {}

    /**
     * Quantises a matrix.
     *
     * @param weights {@code [rows, columns]} of float32 in the machine's byte order
     * @param values receives {@code [rows, columns]} of bytes
     * @param scales receives {@code [rows]} of float32
     */
    public static void quantise(
            MemorySegment weights, long rows, long columns, MemorySegment values, MemorySegment scales) {
        LongStream.range(0, rows).parallel().forEach(row -> {
            long first = row * columns;
            float largest = 0;
            for (long i = first; i < first + columns; i++) {
                largest = Math.max(largest, Math.abs(weights.getAtIndex(ValueLayout.JAVA_FLOAT, i)));
            }
            float scale = largest / 127;
            float inverse = scale == 0 ? 0 : 1 / scale;
            for (long i = first; i < first + columns; i++) {
                int rounded = Math.round(weights.getAtIndex(ValueLayout.JAVA_FLOAT, i) * inverse);
                values.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp(rounded, -127, 127));
            }
            scales.setAtIndex(ValueLayout.JAVA_FLOAT, row, scale);
        });
    }
}
