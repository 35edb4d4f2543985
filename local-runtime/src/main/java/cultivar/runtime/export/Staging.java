package cultivar.runtime.export;

import cultivar.runtime.files.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The place beside an export's own where it is written and checked; closing it unpublished leaves nothing behind. */
final class Staging implements AutoCloseable {
    /** Writes the export. */
    interface Body {
        void write(Path path) throws IOException;
    }

    private final Path output;
    private final Path path;
    private final @Nullable String last;

    private Staging(Path output, @Nullable String last) {
        this.output = output.toAbsolutePath().normalize();
        this.last = last;
        Path parent = Objects.requireNonNullElse(this.output.getParent(), this.output);
        this.path = parent.resolve("." + this.output.getFileName() + ".part");
        try {
            Files.createDirectories(parent);
            WholeFiles.deleteTree(path);
            if (last != null) {
                Files.createDirectory(path);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * For a folder that does not exist yet or is empty.
     *
     * @param last the file without which nobody takes the folder for whole
     */
    static Staging folder(Path output, String last) {
        if (Files.exists(output) && !isEmptyFolder(output)) {
            throw new ExportException(output + " exists already. Choose another place, or delete it first.");
        }
        return new Staging(output, last);
    }

    /** For a file that does not exist yet. */
    static Staging file(Path output) {
        if (Files.exists(output)) {
            throw new ExportException(output + " exists already. Choose another place, or delete it first.");
        }
        return new Staging(output, null);
    }

    private static boolean isEmptyFolder(Path path) {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** @throws ExportException if the disk has fewer bytes left */
    void requireSpace(long bytes) {
        try {
            long free =
                    Files.getFileStore(Objects.requireNonNull(path.getParent())).getUsableSpace();
            if (free < bytes) {
                throw new ExportException(String.format(
                        Locale.ROOT,
                        "The export needs %.1f GB and the disk of %s has %.1f GB left. Free some space or choose"
                                + " another place.",
                        bytes / 1e9,
                        output,
                        free / 1e9));
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void write(Body body) {
        try {
            body.write(path);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Moves what was written into its place. */
    void publish() {
        try {
            if (last != null) {
                // An empty folder may stand there; a name that is taken cannot be moved to.
                Files.deleteIfExists(output);
                WholeFiles.publish(path, output, last);
            } else {
                WholeFiles.moveIntoPlace(path, output);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private ExportException failed(IOException e) {
        return new ExportException(
                output + " cannot be written (" + e.getMessage() + "). Free some space or choose another place.", e);
    }

    @Override
    public void close() {
        try {
            WholeFiles.deleteTree(path);
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
