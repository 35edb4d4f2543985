package cultivar.runtime.train;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run to be made.
 *
 * @param initialAdapter an adapter to start from, or null for a fresh one
 * @param output the PEFT folder that is written at the end
 * @param checkpoints where it is resumed from and saved to, or null to keep none
 */
public record TrainingPlan(
        TrainingSettings settings,
        List<Example> rows,
        List<Example> validation,
        @Nullable Path initialAdapter,
        Path output,
        @Nullable CheckpointPolicy checkpoints) {
    public TrainingPlan {
        rows = List.copyOf(rows);
        validation = List.copyOf(validation);
    }

    /** The same, saved and resumed by a policy. */
    public TrainingPlan with(CheckpointPolicy policy) {
        return new TrainingPlan(settings, rows, validation, initialAdapter, output, policy);
    }
}
