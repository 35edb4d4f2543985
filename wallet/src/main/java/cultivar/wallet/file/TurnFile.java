package cultivar.wallet.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/** An empty file by whose lock the writers of all threads and processes take turns. */
public final class TurnFile {
    private static final long WAIT_NANOS = 20_000_000_000L;
    private static final long RETRY_NANOS = 5_000_000L;

    private final Path file;

    /** Makes nothing yet; the file comes with the first turn, and stays. */
    public TurnFile(Path file) {
        this.file = file;
    }

    /** Waits until no other writer is at work. */
    public Held take() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long deadline = System.nanoTime() + WAIT_NANOS;
        while (System.nanoTime() < deadline) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return new Held(channel, lock);
                }
            } catch (OverlappingFileLockException e) {
                // Another user in this process holds it; it will not be long.
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
        channel.close();
        throw new IOException("another program has held " + file + " for 20 seconds");
    }

    /** The turn, until it is closed. */
    public record Held(FileChannel channel, FileLock lock) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            lock.release();
            channel.close();
        }
    }
}
