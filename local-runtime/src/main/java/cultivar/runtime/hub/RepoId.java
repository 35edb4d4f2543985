package cultivar.runtime.hub;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a repository on the hub, {@code OWNER/NAME}. */
public record RepoId(String owner, String name) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?");
    // The hub allows it in no name, so it can stand for the slash in a folder's name.
    private static final String SEPARATOR = "--";

    /** @throws HubException if the hub could have no repository of that name */
    public RepoId {
        if (!isPart(owner) || !isPart(name)) {
            throw new HubException(
                    HubException.Reason.BAD_INPUT,
                    "'" + owner + "/" + name + "' cannot be the name of a repository. " + EXAMPLE);
        }
    }

    private static final String EXAMPLE = "Write it as OWNER/NAME, for example HuggingFaceTB/SmolLM2-135M-Instruct.";

    /** Reads {@code OWNER/NAME}; a {@link HubException} says that it is none. */
    public static RepoId parse(String text) {
        return find(text)
                .orElseThrow(() -> new HubException(
                        HubException.Reason.BAD_INPUT, "'" + text + "' is not the name of a repository. " + EXAMPLE));
    }

    /** Reads {@code OWNER/NAME}; empty if it is none. */
    public static Optional<RepoId> find(String text) {
        String[] parts = text.split("/", -1);
        return parts.length == 2 && isPart(parts[0]) && isPart(parts[1])
                ? Optional.of(new RepoId(parts[0], parts[1]))
                : Optional.empty();
    }

    /** The name of the folder in which the repository is kept. */
    public String folderName() {
        return owner + SEPARATOR + name;
    }

    /** The repository of a folder's name; empty if it is named otherwise. */
    static Optional<RepoId> ofFolderName(String folder) {
        int cut = folder.indexOf(SEPARATOR);
        return cut < 0
                ? Optional.empty()
                : find(folder.substring(0, cut) + "/" + folder.substring(cut + SEPARATOR.length()));
    }

    private static boolean isPart(String text) {
        return PART.matcher(text).matches() && !text.contains(SEPARATOR) && !text.contains("..");
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
