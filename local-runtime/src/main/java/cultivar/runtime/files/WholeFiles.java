package cultivar.runtime.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes files beside their place, forces them to the disk and moves them there; moves and deletes folders. */
public final class WholeFiles {
    private static final String TEMPORARY = ".tmp";

    private WholeFiles() {}

    /** Writes a file; a kill or a full disk leaves the one that was there before. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, new FileAttribute<?>[0]);
    }

    /** As {@link #write}, for what nobody but the owner may read. */
    public static void writePrivately(Path file, byte[] content) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        write(
                file,
                content,
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0]);
    }

    private static void write(Path file, byte[] content, FileAttribute<?>[] attributes) throws IOException {
        Files.createDirectories(folderOf(file));
        Path temporary = temporary(file);
        try {
            // Left by a killed process, it might be readable by others.
            Files.deleteIfExists(temporary);
            Set<OpenOption> create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(temporary, create, attributes)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            moveIntoPlace(temporary, file);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** The name under which a file is written before it is moved into its place. */
    public static Path temporary(Path file) {
        return file.resolveSibling(file.getFileName() + TEMPORARY);
    }

    /** Whether a path is what a killed process left of a file that it was writing. */
    public static boolean isTemporary(Path file) {
        return file.toString().endsWith(TEMPORARY);
    }

    /** Moves a file that is forced to the disk already onto another, and forces the folder too. */
    public static void moveIntoPlace(Path temporary, Path file) throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
        forceFolder(folderOf(file));
    }

    /**
     * Brings a finished folder to its place: in one step if nothing is there, else file by file, each one whole.
     *
     * @param last the file that comes last, so that whoever finds it finds all
     */
    public static void publish(Path staging, Path target, String last) throws IOException {
        for (Path file : files(staging)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
        forceFolder(staging);
        Path parent = folderOf(target);
        Files.createDirectories(parent);
        if (!Files.exists(target)) {
            try {
                Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
                forceFolder(parent);
                return;
            } catch (IOException e) {
                // Another file system, most likely: a folder cannot be moved there in one step.
                Files.createDirectories(target);
            }
        }
        Files.deleteIfExists(target.resolve(last));
        for (Path file : files(staging)) {
            if (!file.getFileName().toString().equals(last)) {
                copyWhole(file, target.resolve(file.getFileName()));
            }
        }
        copyWhole(staging.resolve(last), target.resolve(last));
        deleteTree(staging);
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root is no file");
    }

    private static void copyWhole(Path file, Path target) throws IOException {
        Path temporary = temporary(target);
        try {
            Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            moveIntoPlace(temporary, target);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** The files of a folder, by name. */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Deletes a folder with all that is in it, if it is there. Links are deleted, not followed. */
    public static void deleteTree(Path folder) throws IOException {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                    if (e != null) {
                        throw e;
                    }
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            // Nothing was there.
            return;
        }
    }

    /** Makes a name that was changed in a folder survive a power cut, where the system knows how to. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders, and keeps names in order by itself.
            return;
        }
    }
}
