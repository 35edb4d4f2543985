package cultivar.wallet.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file that only grows, a line at a time. A line counts once its line end is there, so a writer that dies in the
 * middle leaves nothing that anybody reads; the next writer cuts it off. Writers of all processes take turns by a lock.
 */
public final class LineFile {
    private final Path file;
    private final TurnFile turns;

    /**
     * Makes the folder if it is not there; the file comes with its first line.
     *
     * @param lock the name of the file beside it by which writers take turns
     */
    public LineFile(Path folder, String name, String lock) throws IOException {
        PrivateFiles.createFolder(folder);
        this.file = folder.resolve(name);
        this.turns = new TurnFile(folder.resolve(lock));
    }

    /** The file. */
    public Path path() {
        return file;
    }

    /** Complete lines from an offset in bytes on. */
    public List<String> readFrom(long offset) throws IOException {
        if (!Files.exists(file) || Files.size(file) <= offset) {
            return List.of();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(channel.size() - offset));
            while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {}
            byte[] bytes = buffer.array();
            List<String> lines = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < buffer.position(); i++) {
                if (bytes[i] == '\n') {
                    lines.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
                    start = i + 1;
                }
            }
            return lines;
        }
    }

    /** Bytes of the file, an unfinished line included; 0 if it is not there. */
    public long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** True if this line still lies at the offset in bytes. */
    public boolean holds(long offset, String line) throws IOException {
        byte[] expected = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(file) || Files.size(file) < offset + expected.length) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer found = ByteBuffer.allocate(expected.length);
            while (found.hasRemaining() && channel.read(found, offset + found.position()) >= 0) {}
            return Arrays.equals(found.array(), expected);
        }
    }

    /** Forgets all lines from an offset on. The lock is held. */
    public void truncate(long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(offset);
            channel.force(true);
        }
    }

    /** Bytes that a line takes in the file. */
    public static long length(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1L;
    }

    /** Writes a line at an offset and forces it to the disk; on failure the file is as it was. The lock is held. */
    public void append(long offset, String line) throws IOException {
        append(offset, line, true);
    }

    /** As the other; if {@code force} is false the line outlives a kill of the process, but not a loss of power. */
    public void append(long offset, String line, boolean force) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(offset);
            try {
                ByteBuffer buffer = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
                channel.position(offset);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                if (force) {
                    channel.force(true);
                }
            } catch (IOException e) {
                channel.truncate(offset);
                throw e;
            }
        }
    }

    /** Waits until no other writer is at work. */
    public TurnFile.Held lock() throws IOException {
        return turns.take();
    }
}
