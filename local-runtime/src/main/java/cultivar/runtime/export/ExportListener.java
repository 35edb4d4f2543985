package cultivar.runtime.export;

/** Hears how an export goes on. Called on the thread that exports. */
public interface ExportListener {
    /** What an export is at. */
    enum Stage {
        WRITING,
        CHECKING
    }

    /** So much of a stage is done; both are bytes while writing and texts while checking. */
    void onProgress(Stage stage, long done, long total);

    /** Whether to stop and leave nothing behind. */
    default boolean stopRequested() {
        return false;
    }
}
