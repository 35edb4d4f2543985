package cultivar.runtime.hub;

import cultivar.runtime.hub.HubException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The disk that downloads go to. */
interface Disk {
    /** Bytes that are free where a folder is. */
    long free(Path folder) throws IOException;

    /** The machine's own. */
    static Disk real() {
        return folder -> Files.getFileStore(folder).getUsableSpace();
    }

    /** Refuses what has no room, with some to spare for the rest of the machine. */
    default void require(long bytes, Path folder) {
        long spare = 256_000_000;
        try {
            long free = free(folder);
            if (bytes > 0 && free < bytes + spare) {
                throw new HubException(
                        Reason.DISK_FULL,
                        "The download needs " + Bytes.text(bytes + spare) + " and " + folder + " has "
                                + Bytes.text(free) + " free. Free some space, or choose a home on another disk.");
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /** What to say about a file or folder that cannot be read or written. */
    static HubException failed(Path path, IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("not enough space") || message.contains("quota")) {
            return new HubException(
                    Reason.DISK_FULL,
                    "The disk is full, so " + path.getFileName()
                            + " could not be written. Free some space and download it again; it goes on where it"
                            + " stopped.",
                    e);
        }
        return new HubException(
                Reason.DISK, path + " cannot be read or written (" + message + "). Check the folder and the disk.", e);
    }

    /** Deletes a folder with everything in it, or a file, or nothing. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
