package cultivar.runtime.safetensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Conversions between float32 and the narrower types that checkpoints are stored in. */
public final class FloatValues {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private FloatValues() {}

    static ByteBuffer widen(MemorySegment source, TensorInfo tensor) {
        long elements = tensor.elements();
        if (elements * 4 > Integer.MAX_VALUE) {
            throw new SafetensorsException("tensor " + tensor.name() + " is larger than 2 GiB in float32.");
        }
        ByteBuffer target = ByteBuffer.allocateDirect((int) elements * 4).order(ByteOrder.nativeOrder());
        MemorySegment floats = MemorySegment.ofBuffer(target);
        switch (tensor.dtype()) {
            case F32 -> floats.copyFrom(source);
            case BF16 -> {
                for (long i = 0; i < elements; i++) {
                    floats.setAtIndex(ValueLayout.JAVA_INT, i, source.getAtIndex(SHORT, i) << 16);
                }
            }
            case F16 -> {
                for (long i = 0; i < elements; i++) {
                    floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, Float.float16ToFloat(source.getAtIndex(SHORT, i)));
                }
            }
            default ->
                throw new SafetensorsException(
                        "tensor " + tensor.name() + " is stored as " + tensor.dtype() + ", which is no floating type.");
        }
        return target;
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
