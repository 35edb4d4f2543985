package cultivar.runtime.job;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/** A file that one process at a time holds; the system lets go of it when the process ends, however it ends. */
public final class ProcessLock implements AutoCloseable {
    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes it, unless somebody else has it. */
    public static Optional<ProcessLock> tryTake(Path file) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return Optional.of(new ProcessLock(channel));
                }
            } catch (OverlappingFileLockException e) {
                // Somebody else in this very process has it.
                channel.close();
                return Optional.empty();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new JobException(
                    JobException.Kind.FAILED,
                    "The lock " + file + " cannot be used (" + e.getMessage() + "). See to the studio's home.",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new JobException(JobException.Kind.FAILED, "A lock could not be let go (" + e.getMessage() + ").", e);
        }
    }
}
