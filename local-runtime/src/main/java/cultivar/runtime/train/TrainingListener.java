package cultivar.runtime.train;

import java.nio.file.Path;

/** Follows a run on the thread that trains, so it should be quick. */
@FunctionalInterface
public interface TrainingListener {
    /**
     * Training begins, or goes on from a checkpoint.
     *
     * @param made steps that were made before
     * @param steps steps in all
     */
    default void onStart(int made, int steps) {}

    void onStep(StepReport step);

    /** Mean loss on the validation rows after a step. */
    default void onValidation(int step, double loss) {}

    /** A checkpoint lies on the disk. */
    default void onCheckpoint(int step) {}

    /** A checkpoint cannot be read and is left out; the one before it is tried, or the run begins anew. */
    default void onDamagedCheckpoint(Path file) {}

    /** Asked after every step; true saves a checkpoint and ends the run early. */
    default boolean stopRequested() {
        return false;
    }

    /** Asked after every step; true takes it for the last one, so that the adapter is written as it stands. */
    default boolean finishRequested() {
        return false;
    }
}
