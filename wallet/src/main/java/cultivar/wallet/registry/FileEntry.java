package cultivar.wallet.registry;

import cultivar.wallet.codec.Hex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One file of a folder.
 *
 * @param path its name in the folder, with {@code /} between parts
 * @param size in bytes
 * @param sha256 its SHA-256, hexadecimal with {@code 0x}
 */
public record FileEntry(String path, long size, String sha256) {
    private static final int PIECE = 1 << 20;

    /** Reads a file in pieces; its path is its name. */
    static FileEntry of(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] piece = new byte[PIECE];
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            int read = in.read(piece);
            while (read >= 0) {
                digest.update(piece, 0, read);
                size += read;
                read = in.read(piece);
            }
        }
        return new FileEntry(String.valueOf(file.getFileName()), size, Hex.encode(digest.digest()));
    }

    /** A file that is not on the disk yet. */
    static FileEntry of(String path, byte[] bytes) {
        return new FileEntry(path, bytes.length, Hex.encode(digest().digest(bytes)));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
