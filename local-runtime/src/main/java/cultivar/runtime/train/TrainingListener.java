package cultivar.runtime.train;

/** Follows a run on the thread that trains, so it should be quick. */
@FunctionalInterface
public interface TrainingListener {
    void onStep(StepReport step);

    /** Mean loss on the validation rows after a step. */
    default void onValidation(int step, double loss) {}

    /** Asked after every step; true saves a checkpoint and ends the run early. */
    default boolean stopRequested() {
        return false;
    }
}
