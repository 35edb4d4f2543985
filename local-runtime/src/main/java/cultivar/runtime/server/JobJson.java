package cultivar.runtime.server;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.job.JobEvent;
import cultivar.runtime.job.JobFolder;
import cultivar.runtime.job.JobNews;
import cultivar.runtime.job.JobSpec;
import cultivar.runtime.job.JobState;
import cultivar.runtime.job.JobStatus;
import cultivar.runtime.train.CheckpointFolder;
import cultivar.runtime.train.StepReport;
import cultivar.runtime.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Jobs, events and checkpoints as OpenAI's fine-tuning interface shows them, with a few fields of our own. */
public final class JobJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EVENT_ID = "ftevent-";

    private JobJson() {}

    static ObjectNode job(JobFolder folder, int place) {
        JobState state = folder.state();
        ObjectNode json = JSON.createObjectNode();
        json.put("object", "fine_tuning.job");
        json.put("id", folder.id());
        json.put("status", state.status().id());
        json.put("created_at", state.times().created().getEpochSecond());
        seconds(json, "started_at", state.times().started());
        seconds(json, "finished_at", state.times().finished());
        json.put("fine_tuned_model", folder.adapter().map(Object::toString).orElse(null));
        if (state.status() == JobStatus.FAILED) {
            json.putObject("error")
                    .put("code", "training_failed")
                    .put("message", state.error())
                    .putNull("param");
        } else {
            json.putNull("error");
        }
        json.put("organization_id", "local");
        json.putArray("result_files");
        json.put("stage", state.stage() == null ? null : state.stage().name().toLowerCase(Locale.ROOT));
        json.put("step", state.progress().step());
        json.put("total_steps", state.progress().steps());
        json.put("seconds", state.progress().seconds());
        json.put("planned_mib", state.progress().plannedMib());
        json.put("peak_mib", state.progress().peakMib());
        if (place >= 0) {
            json.put("queue_position", place);
        }
        if (folder.hasSpec()) {
            spec(json, folder.spec());
        }
        return json;
    }

    private static void spec(ObjectNode json, JobSpec spec) {
        json.put("user_provided_suffix", spec.name());
        json.put("model", spec.model());
        json.put("training_file", spec.trainingFile());
        json.put("validation_file", spec.validationFile());
        TrainingSettings settings = spec.settings();
        json.put("seed", settings.seed());
        ObjectNode hyper = json.putObject("hyperparameters");
        hyper.put("n_epochs", settings.epochs());
        hyper.put("n_steps", settings.steps());
        hyper.put("batch_size", settings.rowsPerStep());
        hyper.put("learning_rate", settings.learningRate());
    }

    private static void seconds(ObjectNode json, String field, @Nullable Instant instant) {
        if (instant == null) {
            json.putNull(field);
        } else {
            json.put(field, instant.getEpochSecond());
        }
    }

    /** A list as OpenAI pages them. */
    static ObjectNode list(List<ObjectNode> data, boolean more) {
        ObjectNode json = JSON.createObjectNode().put("object", "list");
        json.putArray("data").addAll(data);
        return json.put("has_more", more);
    }

    static ObjectNode checkpoint(JobFolder folder, CheckpointFolder.Entry entry) {
        ObjectNode json = JSON.createObjectNode();
        json.put("object", "fine_tuning.job.checkpoint");
        json.put("id", "ftckpt-" + folder.id() + "-" + entry.step());
        json.put("fine_tuning_job_id", folder.id());
        json.put("step_number", entry.step());
        try {
            json.put(
                    "created_at",
                    Files.getLastModifiedTime(entry.file()).toInstant().getEpochSecond());
        } catch (IOException e) {
            // Replaced by a newer one meanwhile.
            json.putNull("created_at");
        }
        json.put("path", entry.file().toString());
        return json;
    }

    /** The number in an event's id, given as it was shown or alone; 0 for none. */
    static long eventNumber(@Nullable String id) {
        if (id == null || id.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(id.startsWith(EVENT_ID) ? id.substring(EVENT_ID.length()) : id);
        } catch (NumberFormatException e) {
            throw new ApiException(400, "invalid_value", "after must be the id of an event, not " + id + ".");
        }
    }

    static ObjectNode event(JobEvent event) {
        ObjectNode json = JSON.createObjectNode();
        json.put("object", "fine_tuning.job.event");
        json.put("id", EVENT_ID + event.id());
        json.put("created_at", event.at().toEpochMilli() / 1000.0);
        switch (event) {
            case JobEvent.Step(long _, Instant _, StepReport step) -> {
                say(
                        json,
                        "metrics",
                        String.format(
                                Locale.ROOT, "Step %d/%d: training loss=%.4f", step.step(), step.steps(), step.loss()));
                json.putObject("data")
                        .put("step", step.step())
                        .put("total_steps", step.steps())
                        .put("train_loss", step.loss())
                        .put("grad_norm", step.gradNorm())
                        .put("learning_rate", step.learningRate())
                        .put("tokens", step.tokens())
                        .put("tokens_per_second", step.tokensPerSecond())
                        .put("seconds_left", step.secondsLeft());
            }
            case JobEvent.Validation(long _, Instant _, int step, double loss) -> {
                say(json, "validation", String.format(Locale.ROOT, "Step %d: validation loss=%.4f", step, loss));
                json.putObject("data").put("step", step).put("valid_loss", loss);
            }
            case JobEvent.Checkpoint(long _, Instant _, int step) -> {
                say(json, "checkpoint", "Checkpoint saved after step " + step);
                json.putObject("data").put("step", step);
            }
            case JobEvent.Message(long _, Instant _, JobEvent.Level level, String text) -> {
                say(json, "message", text);
                json.put("level", level.name().toLowerCase(Locale.ROOT));
            }
        }
        return json;
    }

    private static void say(ObjectNode json, String type, String message) {
        json.put("level", "info").put("type", type).put("message", message);
    }

    /** Reads {@link #event}. */
    public static JobEvent event(JsonNode json) {
        long id = eventNumber(json.path("id").asString(""));
        Instant at = Instant.ofEpochMilli(Math.round(json.path("created_at").asDouble(0) * 1000));
        JsonNode data = json.path("data");
        int step = data.path("step").asInt(0);
        return switch (json.path("type").asString("")) {
            case "metrics" ->
                new JobEvent.Step(
                        id,
                        at,
                        new StepReport(
                                step,
                                data.path("total_steps").asInt(0),
                                data.path("train_loss").asDouble(Double.NaN),
                                data.path("grad_norm").asDouble(Double.NaN),
                                data.path("learning_rate").asDouble(0),
                                data.path("tokens").asInt(0),
                                data.path("tokens_per_second").asDouble(0),
                                data.path("seconds_left").asDouble(0)));
            case "validation" ->
                new JobEvent.Validation(id, at, step, data.path("valid_loss").asDouble(Double.NaN));
            case "checkpoint" -> new JobEvent.Checkpoint(id, at, step);
            default ->
                new JobEvent.Message(
                        id,
                        at,
                        JobEvent.Level.valueOf(
                                json.path("level").asString("info").toUpperCase(Locale.ROOT)),
                        json.path("message").asString(""));
        };
    }

    /** News for those who follow all jobs. */
    static ObjectNode news(JobNews news) {
        ObjectNode json = JSON.createObjectNode();
        switch (news) {
            case JobNews.Changed(String id, JobState state) ->
                json.put("type", "state").put("job_id", id).set("state", state.toJson());
            case JobNews.Happened(String id, JobEvent event) ->
                json.put("type", "event").put("job_id", id).set("event", event(event));
            case JobNews.Removed(String id) -> json.put("type", "removed").put("job_id", id);
            case JobNews.Queue(List<String> ids) -> {
                json.put("type", "queue");
                ids.forEach(json.putArray("jobs")::add);
            }
            case JobNews.Missed _ -> json.put("type", "missed");
            case JobNews.EngineLost(String line) -> json.put("type", "lost").put("message", line);
        }
        return json;
    }

    /** Reads {@link #news}; empty for what a later engine may say. */
    public static Optional<JobNews> news(JsonNode json) {
        String id = json.path("job_id").asString("");
        return switch (json.path("type").asString("")) {
            case "state" -> Optional.of(new JobNews.Changed(id, JobState.of(json.path("state"))));
            case "event" -> Optional.of(new JobNews.Happened(id, event(json.path("event"))));
            case "removed" -> Optional.of(new JobNews.Removed(id));
            case "queue" -> {
                List<String> ids = new ArrayList<>();
                json.path("jobs").forEach(job -> ids.add(job.asString("")));
                yield Optional.of(new JobNews.Queue(List.copyOf(ids)));
            }
            case "missed" -> Optional.of(new JobNews.Missed());
            default -> Optional.empty();
        };
    }
}
