package cultivar.datanet.load;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of one file in order, read as they are asked for. */
interface Records extends Closeable {
    /**
     * The next row, whole or broken; null at the end of the file. Rows behind a broken one are read on, where the format
     * lets them be told apart.
     *
     * @throws IOException if the file cannot be read on
     * @throws cultivar.datanet.DatanetException if the file as a whole cannot be understood
     */
    @Nullable
    Found next() throws IOException;

    /** How many bytes of the file have been read. */
    long bytes();

    /** How many lines have been read; rows where a format has no lines. */
    long lines();
}
