package cultivar.runtime.train;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how often a run is saved, so that it can go on as if it had never stopped. The two newest checkpoints are
 * kept.
 *
 * @param folder a folder of this run alone; it is resumed from what lies there
 * @param everySteps steps between two checkpoints, or 0 to go by time alone
 * @param every time between two checkpoints, or zero to go by steps alone; longer where a checkpoint takes long
 */
public record CheckpointPolicy(Path folder, int everySteps, Duration every) {
    /** By time, saving takes at most one part in so many of a run. */
    private static final int MOST_COST = 50;

    /** Saves only when the run is stopped. */
    public static CheckpointPolicy onStop(Path folder) {
        return new CheckpointPolicy(folder, 0, Duration.ZERO);
    }

    /**
     * Whether it is time for a checkpoint.
     *
     * @param nanosSinceLast time since the last one
     * @param cost what the last one took, in nanoseconds
     */
    boolean isDue(int made, long nanosSinceLast, long cost) {
        return (everySteps > 0 && made % everySteps == 0)
                || (!every.isZero() && nanosSinceLast >= Math.max(every.toNanos(), MOST_COST * cost));
    }
}
