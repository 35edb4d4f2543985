package cultivar.wallet.registry;

import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.util.List;

/**
 * The content hash of a model folder: keccak256 over the canonical JSON (RFC 8785) of the list of its files, each
 * {@code {"path", "sha256", "size"}}, in the order of their paths.
 *
 * @param hash 32 bytes, hexadecimal with {@code 0x}
 * @param files what was hashed
 */
public record FolderHash(String hash, List<FileEntry> files) {
    /** The hash over these files, which must be in the order of their paths. */
    public static FolderHash of(List<FileEntry> files) {
        return new FolderHash(Hex.encode(Keccak.hash(CanonicalJson.of(files))), List.copyOf(files));
    }
}
