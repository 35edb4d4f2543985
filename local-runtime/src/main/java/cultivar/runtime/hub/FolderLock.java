package cultivar.runtime.hub;

import cultivar.runtime.hub.HubException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second download of the same repository away, in this process or another. */
final class FolderLock implements AutoCloseable {
    // Never deleted: who waits at the door must see the same file as who is inside.
    private static final String FOLDER = ".locks";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws HubException if somebody else has it */
    static FolderLock take(Path parent, RepoId id) {
        Path file = parent.resolve(FOLDER).resolve(id.folderName() + ".lock");
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new HubException(
                        Reason.BUSY, id + " is being downloaded already. Wait for that download, or stop it.");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw Disk.failed(file, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Disk.failed(Path.of(FOLDER), e);
        }
    }
}
