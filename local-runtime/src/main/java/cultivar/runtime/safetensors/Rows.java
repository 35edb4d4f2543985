package cultivar.runtime.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** A matrix of float32 values that are made row by row when they are asked for, so that it need not fit into memory. */
public interface Rows {
    /** Number of rows; a vector is one row. */
    long rows();

    /** Length of each row. */
    int columns();

    /** Puts a row's values into the beginning of an array. */
    void read(long row, float[] into);

    /**
     * All values in a fresh direct buffer, in the machine's byte order.
     *
     * @throws SafetensorsException if they need more than 2 GiB, which no buffer holds
     */
    default ByteBuffer floats() {
        long bytes = 4 * rows() * columns();
        if (bytes > Integer.MAX_VALUE) {
            throw new SafetensorsException(
                    "A tensor of " + rows() + " rows of " + columns() + " values is larger than 2 GiB in float32.");
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
        FloatBuffer floats = buffer.asFloatBuffer();
        float[] row = new float[columns()];
        for (long i = 0; i < rows(); i++) {
            read(i, row);
            floats.put(row);
        }
        return buffer;
    }
}
