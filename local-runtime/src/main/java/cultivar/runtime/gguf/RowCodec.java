package cultivar.runtime.gguf;

import cultivar.runtime.safetensors.FloatValues;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Stores rows of float32 values in a type of the format, and gives them back. The roundings are those of the reference
 * quantiser, so that equal values give equal bytes.
 */
final class RowCodec {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private RowCodec() {}

    /** Appends the first {@code columns} values of a row to a little-endian buffer. */
    static void encode(GgmlType type, float[] row, int columns, ByteBuffer to) {
        switch (type) {
            case F32 -> {
                for (int i = 0; i < columns; i++) {
                    to.putFloat(row[i]);
                }
            }
            case F16 -> {
                for (int i = 0; i < columns; i++) {
                    to.putShort(Float.floatToFloat16(row[i]));
                }
            }
            case BF16 -> {
                for (int i = 0; i < columns; i++) {
                    to.putShort(FloatValues.toBfloat16(row[i]));
                }
            }
            case Q8_0 -> {
                for (int from = 0; from < columns; from += type.block()) {
                    eightBits(row, from, to);
                }
            }
            case Q4_0 -> {
                for (int from = 0; from < columns; from += type.block()) {
                    fourBits(row, from, to);
                }
            }
        }
    }

    private static void eightBits(float[] row, int from, ByteBuffer to) {
        float largest = 0;
        for (int i = 0; i < 32; i++) {
            largest = Math.max(largest, Math.abs(row[from + i]));
        }
        float scale = largest / 127;
        float inverse = scale == 0 ? 0 : 1 / scale;
        to.putShort(Float.floatToFloat16(scale));
        for (int i = 0; i < 32; i++) {
            float value = row[from + i] * inverse;
            // To the nearest, and away from zero at a tie.
            int rounded = Math.round(Math.abs(value));
            to.put((byte) (value < 0 ? -rounded : rounded));
        }
    }

    private static void fourBits(float[] row, int from, ByteBuffer to) {
        float extreme = 0;
        for (int i = 0; i < 32; i++) {
            if (Math.abs(row[from + i]) > Math.abs(extreme)) {
                extreme = row[from + i];
            }
        }
        // The extreme value becomes -8, so that the scale has the other sign.
        float scale = extreme / -8;
        float inverse = scale == 0 ? 0 : 1 / scale;
        to.putShort(Float.floatToFloat16(scale));
        for (int i = 0; i < 16; i++) {
            int low = nibble(row[from + i] * inverse);
            int high = nibble(row[from + i + 16] * inverse);
            to.put((byte) (low | high << 4));
        }
    }

    private static int nibble(float value) {
        return Math.min(15, (int) (value + 8.5f));
    }

    /** Reads a row of {@code columns} values that begins at a byte of a file's data. */
    static void decode(GgmlType type, MemorySegment data, long at, int columns, float[] into) {
        switch (type) {
            case F32 -> MemorySegment.copy(data, FLOAT, at, into, 0, columns);
            case F16 -> {
                for (int i = 0; i < columns; i++) {
                    into[i] = Float.float16ToFloat(data.get(SHORT, at + 2L * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < columns; i++) {
                    into[i] = Float.intBitsToFloat(data.get(SHORT, at + 2L * i) << 16);
                }
            }
            case Q8_0 -> {
                for (int from = 0; from < columns; from += 32) {
                    long block = at + type.bytes(from);
                    float scale = Float.float16ToFloat(data.get(SHORT, block));
                    for (int i = 0; i < 32; i++) {
                        into[from + i] = scale * data.get(ValueLayout.JAVA_BYTE, block + 2 + i);
                    }
                }
            }
            case Q4_0 -> {
                for (int from = 0; from < columns; from += 32) {
                    long block = at + type.bytes(from);
                    float scale = Float.float16ToFloat(data.get(SHORT, block));
                    for (int i = 0; i < 16; i++) {
                        int pair = data.get(ValueLayout.JAVA_BYTE, block + 2 + i) & 0xff;
                        into[from + i] = scale * ((pair & 15) - 8);
                        into[from + i + 16] = scale * ((pair >> 4) - 8);
                    }
                }
            }
        }
    }
}
