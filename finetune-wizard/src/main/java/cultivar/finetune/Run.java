package cultivar.finetune;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as it lies on disk, at one moment.
 *
 * @param reason why it stopped or failed, one line; empty otherwise
 * @param step the last step that was made
 * @param steps steps in all; 0 while not known
 * @param seconds time spent training, over all its sessions
 * @param started when it was last started, or null
 * @param ended when it last ended, or null
 * @param counts what became of its rows, or null while not known
 * @param peakMib most memory that its process has held; 0 while not known
 * @param adapter the finished PEFT folder, or null
 * @param evaluation how the adapter did against the base, or null
 */
public record Run(
        String id,
        Path folder,
        Recipe recipe,
        RunPhase phase,
        String reason,
        int step,
        int steps,
        double seconds,
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

    Path recipeFile() {
        return folder.resolve("recipe.json");
    }

    Path stateFile() {
        return folder.resolve("state.json");
    }

    Path metricsFile() {
        return folder.resolve("metrics.jsonl");
    }

    Path checkpointFolder() {
        return folder.resolve("checkpoints");
    }

    /** Where the engine writes the adapter, before it is moved to its place with all that belongs to it. */
    Path staging() {
        return folder.resolve("adapter");
    }

    Run withPhase(RunPhase newPhase, String newReason) {
        return new Run(
                id,
                folder,
                recipe,
                newPhase,
                newReason,
                step,
                steps,
                seconds,
                peakMib,
                created,
                started,
                ended,
                counts,
                adapter,
                evaluation);
    }

    Run begun(Instant now) {
        return new Run(
                id,
                folder,
                recipe,
                RunPhase.RUNNING,
                "",
                step,
                steps,
                seconds,
                peakMib,
                created,
                now,
                null,
                counts,
                adapter,
                evaluation);
    }

    Run ended(RunPhase newPhase, String newReason, Instant now) {
        return new Run(
                id,
                folder,
                recipe,
                newPhase,
                newReason,
                step,
                steps,
                seconds,
                peakMib,
                created,
                started,
                now,
                counts,
                adapter,
                evaluation);
    }

    Run withRows(RowCounts newCounts, int newSteps) {
        return new Run(
                id,
                folder,
                recipe,
                phase,
                reason,
                step,
                newSteps,
                seconds,
                peakMib,
                created,
                started,
                ended,
                newCounts,
                adapter,
                evaluation);
    }

    Run withProgress(int newStep, int newSteps, double newSeconds, long newPeakMib) {
        return new Run(
                id,
                folder,
                recipe,
                phase,
                reason,
                newStep,
                newSteps,
                newSeconds,
                newPeakMib,
                created,
                started,
                ended,
                counts,
                adapter,
                evaluation);
    }

    Run withAdapter(@Nullable Path newAdapter) {
        return new Run(
                id,
                folder,
                recipe,
                phase,
                reason,
                step,
                steps,
                seconds,
                peakMib,
                created,
                started,
                ended,
                counts,
                newAdapter,
                evaluation);
    }

    Run withEvaluation(EvaluationReport report) {
        return new Run(
                id, folder, recipe, phase, reason, step, steps, seconds, peakMib, created, started, ended, counts,
                adapter, report);
    }
}
