package cultivar.runtime.job;

import java.util.Locale;

/** Where a job stands, in the names of OpenAI's fine-tuning jobs. */
public enum JobStatus {
    /** Its rows are being gathered; nothing is queued yet. */
    VALIDATING_FILES,
    QUEUED,
    RUNNING,
    /** Saved and out of memory; goes on when asked to. */
    PAUSED,
    /** The adapter is in its place. */
    SUCCEEDED,
    /** Could not go on; the error says why. */
    FAILED,
    /** Stopped before it had made a step, so that there is no adapter. */
    CANCELLED;

    /** The name in files and over HTTP. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it runs, waits, or is about to. */
    public boolean isActive() {
        return this == VALIDATING_FILES || this == QUEUED || this == RUNNING;
    }
}
