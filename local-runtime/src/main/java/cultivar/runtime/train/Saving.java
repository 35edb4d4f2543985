package cultivar.runtime.train;

import cultivar.runtime.safetensors.SafetensorsException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Saves a run by its policy and resumes it from its newest checkpoint that can be read. */
final class Saving {
    private final @Nullable CheckpointPolicy policy;
    private final TrainingListener listener;
    private final TrainingStep step;
    private final HeldOut heldOut;
    private final String fingerprint;
    private long saved = System.nanoTime();
    private long cost;

    Saving(TrainingPlan plan, TrainingListener listener, TrainingStep step, HeldOut heldOut) {
        this.policy = plan.checkpoints();
        this.listener = listener;
        this.step = step;
        this.heldOut = heldOut;
        this.fingerprint = policy == null ? "" : TrainingCheckpoint.fingerprint(plan.settings(), plan.rows());
    }

    /** Takes up the newest checkpoint; gives the number of steps made before it, 0 if there is none. */
    int resume() {
        if (policy == null) {
            return 0;
        }
        CheckpointFolder folder = new CheckpointFolder(policy.folder());
        try {
            folder.tidy();
            for (CheckpointFolder.Entry entry : folder.newestFirst()) {
                try {
                    TrainingCheckpoint checkpoint = TrainingCheckpoint.read(entry.file(), fingerprint);
                    step.restore(checkpoint.values(), checkpoint.step());
                    heldOut.restore(checkpoint.best(), checkpoint.bestValues());
                    return checkpoint.step();
                } catch (SafetensorsException e) {
                    listener.onDamagedCheckpoint(entry.file());
                }
            }
            return 0;
        } catch (IOException e) {
            throw new TrainingException(
                    "The checkpoints in " + policy.folder() + " cannot be read (" + e.getMessage()
                            + "). See to the folder and resume the run.",
                    e);
        }
    }

    void saveIfDue(int made) {
        if (policy != null && policy.isDue(made, System.nanoTime() - saved, cost)) {
            save(made);
        }
    }

    void save(int made) {
        if (policy == null) {
            return;
        }
        CheckpointFolder folder = new CheckpointFolder(policy.folder());
        Path file = folder.file(made);
        long begun = System.nanoTime();
        try {
            new TrainingCheckpoint(made, step.values(), heldOut.best(), heldOut.values()).write(file, fingerprint);
            folder.tidy();
        } catch (IOException e) {
            throw new TrainingException(
                    "The checkpoint " + file + " could not be written (" + e.getMessage() + "). Free some space.", e);
        }
        saved = System.nanoTime();
        cost = saved - begun;
        listener.onCheckpoint(made);
    }
}
