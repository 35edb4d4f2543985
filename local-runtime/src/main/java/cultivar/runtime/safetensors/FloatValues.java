package cultivar.runtime.safetensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.LongStream;

/** Conversions between float32 and the narrower types that checkpoints are stored in. */
public final class FloatValues {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long PART = 1 << 20;

    private FloatValues() {}

    /** Writes values of a tensor as float32, in the machine's byte order. */
    static void widen(MemorySegment source, TensorInfo tensor, MemorySegment floats) {
        long elements = floats.byteSize() / 4;
        switch (tensor.dtype()) {
            case F32 -> floats.copyFrom(source);
            case BF16 ->
                inParts(elements, (from, to) -> {
                    for (long i = from; i < to; i++) {
                        floats.setAtIndex(ValueLayout.JAVA_INT, i, source.getAtIndex(SHORT, i) << 16);
                    }
                });
            case F16 ->
                inParts(elements, (from, to) -> {
                    for (long i = from; i < to; i++) {
                        floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, Float.float16ToFloat(source.getAtIndex(SHORT, i)));
                    }
                });
            default ->
                throw new SafetensorsException(
                        "tensor " + tensor.name() + " is stored as " + tensor.dtype() + ", which is no floating type.");
        }
    }

    private interface Part {
        void convert(long from, long to);
    }

    private static void inParts(long elements, Part part) {
        LongStream.range(0, Math.ceilDiv(elements, PART)).parallel().forEach(number -> {
            long from = number * PART;
            part.convert(from, Math.min(elements, from + PART));
        });
    }

    /** Rounds to bfloat16, to the nearest and to even at a tie, as PyTorch does; NaN stays NaN. */
    public static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) 0x7fc0;
        }
        int rounding = 0x7fff + ((bits >>> 16) & 1);
        return (short) ((bits + rounding) >>> 16);
    }
}
