package cultivar.runtime.hub;

/** Follows a download. Called from its threads, one at a time, so it should be quick. */
public interface DownloadListener {
    /** A listener that wants to know nothing. */
    DownloadListener NONE = progress -> {};

    /** Called at the start, a few times a second, and at the end. */
    void progress(DownloadProgress progress);

    /** Asked often; true ends the download with a {@link java.util.concurrent.CancellationException}. */
    default boolean cancelled() {
        return false;
    }
}
