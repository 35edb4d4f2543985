package cultivar.runtime.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A file that holds nothing but a token and that only its owner may read.
 *
 * @param file the file, which need not exist
 */
public record TokenFile(Path file) {
    private static final long LARGEST = 4096;

    /** The token; empty if there is no such file. */
    public Optional<HubToken> read() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            String text = Files.readString(file);
            return text.isBlank() ? Optional.empty() : Optional.of(HubToken.of(text, file.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new HubException(
                    HubException.Reason.DISK, "The token in " + file + " cannot be read. Check who owns the file.", e);
        }
    }

    /** Keeps a token, in place of the one before. */
    public void write(HubToken token) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path beside = Files.createTempFile(folder, ".token", ".new", ownerOnly());
            try {
                Files.writeString(beside, token.value() + "\n", StandardCharsets.US_ASCII);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new HubException(
                    HubException.Reason.DISK,
                    "The token could not be kept in " + file + ". Choose a home that you can write.",
                    e);
        }
    }

    /** Forgets the token; true if there was one. */
    public boolean delete() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new HubException(
                    HubException.Reason.DISK, "The token in " + file + " could not be deleted. Delete the file.", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
