package cultivar.datanet.quality;

import cultivar.datanet.DatanetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts of all rows in a temporary file, so that a million of them need no memory of the program's own: written in
 * order, then read at random through the system's page cache. The file is gone when this is closed, or the process ends.
 */
final class TextSpool implements AutoCloseable {
    private final FileChannel channel;
    private final Arena arena = Arena.ofShared();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    private long[] ends = new long[1024];
    private int size;
    private long written;
    private @Nullable MemorySegment mapped;

    TextSpool() {
        try {
            Path file = Files.createTempFile("cultivar-quality", ".tmp");
            channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new DatanetException(
                    "There is no place for temporary files (" + e.getMessage() + "); free some space and try again", e);
        }
    }

    void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        written += bytes.length;
        ends[size++] = written;
        int from = 0;
        while (from < bytes.length) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = Math.min(buffer.remaining(), bytes.length - from);
            buffer.put(bytes, from, part);
            from += part;
        }
    }

    int size() {
        return size;
    }

    /** Ends the writing; from now on texts can be read. */
    void seal() {
        flush();
        try {
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, written, arena);
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary file of the check cannot be read: " + e.getMessage(), e);
        }
    }

    /** The text of a row; safe for several threads. */
    String get(int row) {
        MemorySegment segment = mapped;
        if (segment == null) {
            throw new IllegalStateException("Texts are still being written");
        }
        long from = row == 0 ? 0 : ends[row - 1];
        byte[] bytes = new byte[(int) (ends[row] - from)];
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, from, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void flush() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new DatanetException(
                    "The check cannot write its temporary file (" + e.getMessage() + "); free some space and try again",
                    e);
        }
        buffer.clear();
    }

    @Override
    public void close() {
        arena.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary file of the check cannot be closed: " + e.getMessage(), e);
        }
    }
}
