package cultivar.finetune;

import cultivar.runtime.job.JobStage;
import cultivar.runtime.train.RowCounts;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as it lies on disk, at one moment.
 *
 * @param reason why it failed, one line; empty otherwise
 * @param stage what it is doing while it runs, or null
 * @param step the last step that is safe on the disk
 * @param steps steps in all; 0 while not known
 * @param seconds time spent training, over all its sessions
 * @param plannedMib memory that was foreseen for it; 0 while not known
 * @param peakMib most memory that its process has held; 0 while not known
 * @param started when it was last started, or null
 * @param ended when it last ended, or null
 * @param counts what became of its rows, or null while not known
 * @param adapter the finished PEFT folder, or null
 * @param evaluation how the adapter did against the base, or null
 */
public record Run(
        String id,
        Path folder,
        Recipe recipe,
        RunPhase phase,
        String reason,
        @Nullable JobStage stage,
        int step,
        int steps,
        double seconds,
        long plannedMib,
        long peakMib,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable RowCounts counts,
        @Nullable Path adapter,
        @Nullable EvaluationReport evaluation) {

    /** What people call it: the adapter's name. */
    public String name() {
        Path last = Path.of(recipe.out()).getFileName();
        return last == null ? recipe.out() : last.toString();
    }
}
