package cultivar.runtime.hub;

import java.util.regex.Pattern;

/**
 * A repository at a revision.
 *
 * @param revision a branch, a tag or a commit
 */
public record RepoRevision(RepoId id, String revision) {
    /** The branch that every repository has. */
    public static final String MAIN = "main";

    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}");

    /** @throws HubException if the revision can be none */
    public RepoRevision {
        if (!REVISION.matcher(revision).matches() || revision.contains("..")) {
            throw new HubException(
                    HubException.Reason.BAD_INPUT,
                    "'" + revision + "' cannot be a revision. Write a branch, a tag or a commit after the @.");
        }
    }

    /** Reads {@code OWNER/NAME[@REVISION]}; without a revision it is the main branch. */
    public static RepoRevision parse(String text) {
        int at = text.indexOf('@');
        return at < 0
                ? new RepoRevision(RepoId.parse(text), MAIN)
                : new RepoRevision(RepoId.parse(text.substring(0, at)), text.substring(at + 1));
    }

    @Override
    public String toString() {
        return revision.equals(MAIN) ? id.toString() : id + "@" + revision;
    }
}
