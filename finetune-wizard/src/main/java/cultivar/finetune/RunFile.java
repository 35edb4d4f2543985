package cultivar.finetune;

import cultivar.runtime.job.JobException;
import cultivar.runtime.job.JobFolder;
import cultivar.runtime.job.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What makes a job a run of the studio: {@code recipe.json} and, once it is compared, {@code evaluation.json} beside what
 * the engine keeps in the folder.
 */
final class RunFile {
    private RunFile() {}

    static Path recipe(JobFolder job) {
        return job.path().resolve("recipe.json");
    }

    private static Path evaluation(JobFolder job) {
        return job.path().resolve("evaluation.json");
    }

    static void write(JobFolder job, EvaluationReport report) {
        JsonFiles.write(evaluation(job), report.toJson());
    }

    /**
     * Reads a job's folder; empty if it holds no run of the studio.
     *
     * @param queue the ids in the engine's queue, which go on even where no process has them in hand at the moment
     */
    static Optional<Run> read(JobFolder job, List<String> queue) {
        if (!Files.isRegularFile(recipe(job))) {
            return Optional.empty();
        }
        Recipe recipe = Recipe.read(recipe(job));
        JobState state;
        try {
            state = job.state();
        } catch (JobException e) {
            if (e.kind() == JobException.Kind.MISSING) {
                return Optional.empty();
            }
            throw new FinetuneException("The run in " + job.path() + " is damaged; delete the folder", e);
        }
        String adapter = state.adapter();
        return Optional.of(new Run(
                job.id(),
                job.path(),
                recipe,
                phase(state, queue.contains(job.id())),
                state.error(),
                state.stage(),
                state.progress().step(),
                state.progress().steps(),
                state.progress().seconds(),
                state.progress().plannedMib(),
                state.progress().peakMib(),
                state.times().created(),
                state.times().started(),
                state.times().finished(),
                state.counts(),
                adapter == null ? null : job.path().resolve(adapter).normalize(),
                report(job)));
    }

    private static @Nullable EvaluationReport report(JobFolder job) {
        return Files.isRegularFile(evaluation(job))
                ? EvaluationReport.of(JsonFiles.read(evaluation(job), "evaluation"))
                : null;
    }

    private static RunPhase phase(JobState state, boolean queued) {
        boolean held = state.owner().isPresent();
        return switch (state.status()) {
            case VALIDATING_FILES -> held ? RunPhase.QUEUED : RunPhase.INTERRUPTED;
            case QUEUED -> held || queued ? RunPhase.QUEUED : RunPhase.INTERRUPTED;
            case RUNNING -> held ? RunPhase.RUNNING : queued ? RunPhase.QUEUED : RunPhase.INTERRUPTED;
            case PAUSED -> RunPhase.PAUSED;
            case SUCCEEDED -> RunPhase.FINISHED;
            case FAILED -> RunPhase.FAILED;
            case CANCELLED -> RunPhase.CANCELLED;
        };
    }
}
