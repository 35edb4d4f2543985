package cultivar.runtime.job;

import cultivar.runtime.files.WholeFiles;
import cultivar.runtime.train.CheckpointFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A job's folder: {@code job.json} says what is to be done, {@code state.json} where it stands, {@code events.jsonl} what
 * has happened; {@code checkpoints/} and {@code adapter/} come and go with the work.
 */
public record JobFolder(String id, Path path) {
    /** The name of the rows to train on, where they are the job's own. */
    public static final String ROWS = "rows.jsonl";

    /** The name of the rows to measure the loss on, where they are the job's own. */
    public static final String VALIDATION = "validation.jsonl";

    /** What is written with an adapter to say where it comes from. */
    public static final String RECORD = "run.json";

    boolean exists() {
        return Files.isRegularFile(stateFile());
    }

    Path stateFile() {
        return path.resolve("state.json");
    }

    Path specFile() {
        return path.resolve("job.json");
    }

    Path eventsFile() {
        return path.resolve("events.jsonl");
    }

    Path checkpointsFolder() {
        return path.resolve("checkpoints");
    }

    /** Where the adapter is written before it is brought to its place with all that belongs to it. */
    Path staging() {
        return path.resolve("adapter");
    }

    /** What another process asks of the one that has the job in hand. */
    Path requestFile() {
        return path.resolve("request");
    }

    /** Where it stands. */
    public JobState state() {
        return Json.read(stateFile(), JobState.class, "state of a run");
    }

    /** Says where it stands, whole; only whoever has the job in hand may. */
    public void write(JobState state) {
        Json.write(stateFile(), state);
    }

    /** What is to be done; empty until the job is queued for the first time. */
    public boolean hasSpec() {
        return Files.isRegularFile(specFile());
    }

    /** What is to be done. */
    public JobSpec spec() {
        return JobSpec.of(Json.read(specFile(), tools.jackson.databind.JsonNode.class, "description of a run"));
    }

    void write(JobSpec spec) {
        Json.write(specFile(), spec);
    }

    /** What has happened after an event; 0 for all of it. */
    public List<JobEvent> events(long after) {
        return EventLog.read(eventsFile(), after);
    }

    /** What was measured. */
    public JobMetrics metrics() {
        return JobMetrics.of(events(0));
    }

    /** The checkpoints, the newest first. */
    public List<CheckpointFolder.Entry> checkpoints() {
        try {
            return new CheckpointFolder(checkpointsFolder()).newestFirst();
        } catch (IOException e) {
            throw new JobException(
                    JobException.Kind.FAILED,
                    "The checkpoints in " + checkpointsFolder() + " cannot be listed (" + e.getMessage() + ").",
                    e);
        }
    }

    /** The finished PEFT folder, if there is one. */
    public Optional<Path> adapter() {
        return Optional.ofNullable(state().adapter()).map(this::resolve);
    }

    /** A path of the description, within this folder if it is relative. */
    Path resolve(String given) {
        return path.resolve(given).normalize();
    }

    /** Deletes all of it; the state first, for a folder without one is no job, so half a deletion is a whole one. */
    public void delete() {
        try {
            Files.deleteIfExists(stateFile());
            WholeFiles.deleteTree(path);
        } catch (IOException e) {
            throw new JobException(
                    JobException.Kind.FAILED, "The run " + id + " cannot be deleted (" + e.getMessage() + ").", e);
        }
    }
}
