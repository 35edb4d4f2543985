package cultivar.runtime.safetensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A matrix of float32 values that are made row by row when they are asked for, so that it need not fit into memory. */
public interface Rows {
    /** Number of rows; a vector is one row. */
    long rows();

    /** Length of each row. */
    int columns();

    /** Puts a row's values into the beginning of an array. */
    void read(long row, float[] into);

    /** Writes all values into memory of the right size, in the machine's byte order. */
    default void readAll(MemorySegment floats) {
        float[] row = new float[columns()];
        for (long i = 0; i < rows(); i++) {
            read(i, row);
            MemorySegment.copy(row, 0, floats, ValueLayout.JAVA_FLOAT, 4 * i * row.length, row.length);
        }
    }
}
