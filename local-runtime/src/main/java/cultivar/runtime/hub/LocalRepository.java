package cultivar.runtime.hub;

import java.nio.file.Path;

/**
 * A checkpoint or adapter that is on this machine, whole.
 *
 * @param name what it is called: {@code OWNER/NAME} if it came from the hub, else its folder's name or path
 * @param folder where it is
 * @param bytes size of its weights
 * @param commit the commit that it is of; empty if nobody knows
 */
public record LocalRepository(String name, Path folder, RepoKind kind, Source source, long bytes, String commit) {
    /** Who put it there. */
    public enum Source {
        /** A folder in the studio's home. */
        STUDIO,
        /** The cache of Hugging Face's own tools. */
        HUGGING_FACE_CACHE,
        /** A folder elsewhere, named by the user. */
        FOLDER
    }
}
