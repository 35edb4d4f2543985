package cultivar.finetune;

import java.util.Locale;

/** Where a run stands. */
public enum RunPhase {
    /** Its rows are gathered, or it waits for the run before it. */
    QUEUED,
    RUNNING,
    /** Saved and out of memory; goes on from its checkpoint when asked to. */
    PAUSED,
    /** Its process ended in the middle; goes on from its last checkpoint when asked to. */
    INTERRUPTED,
    /** Its adapter is in its place, after all its steps or those that it was left to make. */
    FINISHED,
    /** Stopped before it had made a step. */
    CANCELLED,
    /** Could not go on; the reason says why. */
    FAILED;

    /** The name in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it occupies a process or waits for one. */
    public boolean isActive() {
        return this == QUEUED || this == RUNNING;
    }

    /** Whether it can be asked to go on. */
    public boolean isResumable() {
        return this == PAUSED || this == INTERRUPTED || this == CANCELLED || this == FAILED;
    }
}
