package cultivar.runtime.train;

import cultivar.runtime.safetensors.SafetensorsException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Saves a run by its policy and resumes it from its newest checkpoint that can be read. */
final class Saving {
    private final @Nullable CheckpointPolicy policy;
    private final TrainingListener listener;
    private final String fingerprint;
    private long saved = System.nanoTime();

    Saving(TrainingPlan plan, TrainingListener listener) {
        this.policy = plan.checkpoints();
        this.listener = listener;
        this.fingerprint = policy == null ? "" : TrainingCheckpoint.fingerprint(plan.settings(), plan.rows());
    }

    /** Takes up the newest checkpoint; gives the number of steps made before it, 0 if there is none. */
    int resume(TrainingStep step) {
        if (policy == null) {
            return 0;
        }
        CheckpointFolder folder = new CheckpointFolder(policy.folder());
        try {
            folder.tidy();
            for (CheckpointFolder.Entry entry : folder.newestFirst()) {
                try {
                    return step.resume(entry.file(), fingerprint);
                } catch (TrainingException e) {
                    if (!(e.getCause() instanceof SafetensorsException)) {
                        throw e;
                    }
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

    void saveIfDue(TrainingStep step, int made) {
        if (policy != null && policy.isDue(made, System.nanoTime() - saved)) {
            save(step, made);
        }
    }

    void save(TrainingStep step, int made) {
        if (policy == null) {
            return;
        }
        CheckpointFolder folder = new CheckpointFolder(policy.folder());
        Path file = folder.file(made);
        try {
            step.save(file, made, fingerprint);
            folder.tidy();
        } catch (IOException e) {
            throw new TrainingException(
                    "The checkpoint " + file + " could not be written (" + e.getMessage() + "). Free some space.", e);
        }
        saved = System.nanoTime();
        listener.onCheckpoint(made);
    }
}
