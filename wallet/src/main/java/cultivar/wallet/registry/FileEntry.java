package cultivar.wallet.registry;

/**
 * One file of a model folder.
 *
 * @param path its name in the folder, with {@code /} between parts
 * @param size in bytes
 * @param sha256 its SHA-256, hexadecimal with {@code 0x}
 */
public record FileEntry(String path, long size, String sha256) {}
