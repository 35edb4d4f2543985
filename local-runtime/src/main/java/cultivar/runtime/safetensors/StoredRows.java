package cultivar.runtime.safetensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/** The rows of a stored tensor of a floating type, widened to float32 as they are read. */
public final class StoredRows implements Rows {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final DType dtype;
    private final MemorySegment bytes;
    private final long rows;
    private final int columns;

    /**
     * @param tensor a tensor of type F32, F16 or BF16
     * @param bytes its bytes, little-endian
     */
    public StoredRows(TensorInfo tensor, MemorySegment bytes) {
        if (!tensor.dtype().isFloating()) {
            throw new SafetensorsException(
                    "tensor " + tensor.name() + " is stored as " + tensor.dtype() + ", which is no floating type.");
        }
        List<Long> shape = tensor.shape();
        this.dtype = tensor.dtype();
        this.bytes = bytes;
        this.columns = shape.isEmpty() ? 1 : Math.toIntExact(shape.getLast());
        this.rows = columns == 0 ? 0 : tensor.elements() / columns;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void read(long row, float[] into) {
        long first = row * columns * dtype.bytes();
        if (dtype == DType.F32) {
            MemorySegment.copy(bytes, FLOAT, first, into, 0, columns);
        } else if (dtype == DType.BF16) {
            for (int i = 0; i < columns; i++) {
                into[i] = Float.intBitsToFloat(bytes.get(SHORT, first + 2L * i) << 16);
            }
        } else {
            for (int i = 0; i < columns; i++) {
                into[i] = Float.float16ToFloat(bytes.get(SHORT, first + 2L * i));
            }
        }
    }
}
