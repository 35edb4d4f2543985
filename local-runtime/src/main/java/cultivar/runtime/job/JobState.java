package cultivar.runtime.job;

import cultivar.runtime.train.RowCounts;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a job stands.
 *
 * @param error why it failed, one line; empty otherwise
 * @param stage what it is doing while it runs, or null
 * @param counts what became of its rows, or null while not known
 * @param adapter the finished PEFT folder as the description names it, or null; see {@link JobFolder#adapter}
 * @param finishing whether it is to be ended with the adapter as it stands, without another step
 * @param process the process that has it in hand, or null
 */
public record JobState(
        JobStatus status,
        String error,
        @Nullable JobStage stage,
        Progress progress,
        Times times,
        @Nullable RowCounts counts,
        @Nullable String adapter,
        boolean finishing,
        Crashes crashes,
        @Nullable ProcessId process) {
    /**
     * How far it is.
     *
     * @param step the last step that is safe on the disk
     * @param steps steps in all; 0 while not known
     * @param seconds time spent training, over all its sessions
     * @param plannedMib memory that was foreseen for it before its first step; 0 while not known
     * @param peakMib most memory that its process has held, a card's where one computes, after two steps and later; 0 while
     *     not known
     */
    public record Progress(int step, int steps, double seconds, long plannedMib, long peakMib) {}

    /**
     * When what happened.
     *
     * @param started when it was last started, or null
     * @param finished when it last ended, or null
     */
    public record Times(
            Instant created,
            @Nullable Instant started,
            @Nullable Instant finished) {}

    /**
     * How often its process ended in the middle of it.
     *
     * @param step the step that was safe on the disk then
     * @param count how often after that same step
     */
    public record Crashes(int step, int count) {
        static final Crashes NONE = new Crashes(0, 0);
    }

    /** A job whose rows are being gathered by this process. */
    public static JobState created(Instant now) {
        return new JobState(
                JobStatus.VALIDATING_FILES,
                "",
                null,
                new Progress(0, 0, 0, 0, 0),
                new Times(now, null, null),
                null,
                null,
                false,
                Crashes.NONE,
                ProcessId.current());
    }

    /** Whether the process that has it in hand still lives. */
    public Optional<ProcessHandle> owner() {
        return process == null ? Optional.empty() : process.alive();
    }

    /** As JSON, under these names in snake case. */
    public ObjectNode toJson() {
        return Json.MAPPER.valueToTree(this);
    }

    /** Reads {@link #toJson()}. */
    public static JobState of(JsonNode json) {
        return Json.MAPPER.treeToValue(json, JobState.class);
    }

    JobState queued() {
        return new JobState(
                JobStatus.QUEUED, "", null, progress, times, counts, adapter, finishing, crashes, ProcessId.current());
    }

    JobState running(Instant now) {
        return new JobState(
                JobStatus.RUNNING,
                "",
                JobStage.LOADING,
                progress,
                new Times(times.created, now, null),
                counts,
                adapter,
                finishing,
                crashes,
                ProcessId.current());
    }

    /** The same, at rest. */
    public JobState ended(JobStatus newStatus, String newError, Instant now) {
        return new JobState(
                newStatus,
                newError,
                null,
                progress,
                new Times(times.created, times.started, now),
                counts,
                adapter,
                false,
                crashes,
                null);
    }

    JobState with(JobStage newStage) {
        return new JobState(status, error, newStage, progress, times, counts, adapter, finishing, crashes, process);
    }

    JobState with(Progress newProgress) {
        return new JobState(status, error, stage, newProgress, times, counts, adapter, finishing, crashes, process);
    }

    JobState with(RowCounts newCounts) {
        return new JobState(status, error, stage, progress, times, newCounts, adapter, finishing, crashes, process);
    }

    JobState with(Crashes newCrashes) {
        return new JobState(status, error, stage, progress, times, counts, adapter, finishing, newCrashes, process);
    }

    JobState toBeFinished() {
        return new JobState(status, error, stage, progress, times, counts, adapter, true, crashes, process);
    }

    JobState published(String newAdapter) {
        return new JobState(status, error, stage, progress, times, counts, newAdapter, finishing, crashes, process);
    }
}
