package cultivar.runtime.train;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run to be made.
 *
 * @param initialAdapter an adapter to start from, or null for a fresh one
 * @param output the PEFT folder that is written at the end
 * @param checkpoint a file to resume from and to save to, or null to keep none
 * @param checkpointEvery steps between two checkpoints
 */
public record TrainingPlan(
        TrainingSettings settings,
        List<Example> rows,
        List<Example> validation,
        @Nullable Path initialAdapter,
        Path output,
        @Nullable Path checkpoint,
        int checkpointEvery) {
    public TrainingPlan {
        rows = List.copyOf(rows);
        validation = List.copyOf(validation);
    }
}
