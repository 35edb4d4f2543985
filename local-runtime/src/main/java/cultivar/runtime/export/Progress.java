package cultivar.runtime.export;

/** Counts what an export has done for its listener, and ends the export when it is asked to. */
final class Progress {
    private final ExportListener listener;
    private final ExportListener.Stage stage;
    private final long total;
    private long done;

    Progress(ExportListener listener, ExportListener.Stage stage, long total) {
        this.listener = listener;
        this.stage = stage;
        this.total = total;
    }

    /** @throws ExportException if the listener wants to stop */
    void add(long more) {
        done += more;
        listener.onProgress(stage, Math.min(done, total), total);
        if (listener.stopRequested()) {
            throw new ExportException("The export was stopped; nothing was written.");
        }
    }
}
