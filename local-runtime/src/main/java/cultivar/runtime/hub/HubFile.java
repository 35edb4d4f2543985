package cultivar.runtime.hub;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of a repository as the hub lists it.
 *
 * @param name its path in the repository, with slashes
 * @param size in bytes
 * @param blob Git's SHA-1 of the blob; of the pointer, for a file in large file storage
 * @param sha256 SHA-256 of the content, for a file in large file storage
 */
public record HubFile(
        String name, long size, String blob, @Nullable String sha256) {
    private static final Pattern SAFE =
            Pattern.compile("[^\\\\/:*?\"<>|\\p{Cntrl}]{1,200}(?:/[^\\\\/:*?\"<>|\\p{Cntrl}]{1,200}){0,20}");
    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Whether the name stays inside the folder that it is put into, on every system. */
    static boolean isSafe(String name) {
        if (!SAFE.matcher(name).matches()) {
            return false;
        }
        for (String part : name.split("/", -1)) {
            // Windows drops dots and blanks at the end of a name.
            if (part.equals(".") || part.equals("..") || part.endsWith(".") || part.isBlank() || part.endsWith(" ")) {
                return false;
            }
        }
        return true;
    }

    /** Whether the hub says what the content must be. */
    boolean canBeChecked() {
        return size >= 0
                && (sha256 == null
                        ? SHA1.matcher(blob).matches()
                        : SHA256.matcher(sha256).matches());
    }

    /** What the content must hash to. */
    String checksum() {
        return sha256 == null ? blob : sha256;
    }

    /** The name while the file is on its way; another content has another. */
    String partName() {
        return name + "." + checksum().substring(0, 16) + ".part";
    }
}
