package cultivar.finetune;

import java.util.Locale;

/** Where a run stands. */
public enum RunPhase {
    /** Waits for the run before it. */
    QUEUED,
    RUNNING,
    /** Stopped by a person; goes on from its checkpoint when asked to. */
    STOPPED,
    /** Its process ended in the middle; goes on from its last checkpoint when asked to. */
    INTERRUPTED,
    FINISHED,
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
        return this == STOPPED || this == INTERRUPTED || this == FAILED;
    }
}
