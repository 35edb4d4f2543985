package cultivar.runtime.job;

import cultivar.runtime.files.WholeFiles;
import cultivar.runtime.train.StepReport;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job's events, one line each, appended as they come: at once readable for others and safe from a kill, of which at
 * most half a line remains.
 */
final class EventLog implements AutoCloseable {
    private final Path file;
    private final Clock clock = Clock.systemUTC();
    private BufferedWriter writer;
    private long last;

    private EventLog(Path file, BufferedWriter writer, long last) {
        this.file = file;
        this.writer = writer;
        this.last = last;
    }

    /** Opens it to go on after its last whole line. */
    static EventLog open(Path file) {
        try {
            List<JobEvent> known = read(file, 0);
            // A killed process may have left half a line, which the next one would be glued to.
            rewrite(file, known);
            return new EventLog(
                    file, appender(file), known.isEmpty() ? 0 : known.getLast().id());
        } catch (IOException e) {
            throw Json.cannotWrite(file, e);
        }
    }

    /** The events after an id; none if there is no file. */
    static List<JobEvent> read(Path file, long after) {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<JobEvent> events = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                JsonNode json = Json.parse(line);
                if (json.isObject() && json.path("id").asLong(0) > after) {
                    events.add(event(json));
                }
            }
        } catch (IOException e) {
            throw new JobException(JobException.Kind.FAILED, file + " cannot be read (" + e.getMessage() + ").", e);
        }
        return events;
    }

    JobEvent step(StepReport report) {
        return append(id -> new JobEvent.Step(id, clock.instant(), report));
    }

    JobEvent validation(int step, double loss) {
        return append(id -> new JobEvent.Validation(id, clock.instant(), step, loss));
    }

    JobEvent checkpoint(int step) {
        return append(id -> new JobEvent.Checkpoint(id, clock.instant(), step));
    }

    JobEvent message(JobEvent.Level level, String text) {
        return append(id -> new JobEvent.Message(id, clock.instant(), level, text));
    }

    private JobEvent append(LongFunction<JobEvent> make) {
        JobEvent event = make.apply(last + 1);
        try {
            writer.write(line(event));
            writer.flush();
        } catch (IOException e) {
            throw Json.cannotWrite(file, e);
        }
        last = event.id();
        return event;
    }

    /**
     * Forgets what happened after a step, which is going to be made again, and notes that the job goes on from there. The
     * note keeps ids from being used again.
     */
    JobEvent goOnAfter(int step, String note) {
        try {
            List<JobEvent> kept = new ArrayList<>(read(file, 0).stream()
                    .filter(event -> stepOf(event) <= step)
                    .toList());
            last++;
            JobEvent message = new JobEvent.Message(last, clock.instant(), JobEvent.Level.INFO, note);
            kept.add(message);
            writer.close();
            rewrite(file, kept);
            writer = appender(file);
            return message;
        } catch (IOException e) {
            throw Json.cannotWrite(file, e);
        }
    }

    private static int stepOf(JobEvent event) {
        return switch (event) {
            case JobEvent.Step step -> step.report().step();
            case JobEvent.Validation validation -> validation.step();
            case JobEvent.Checkpoint checkpoint -> checkpoint.step();
            case JobEvent.Message _ -> 0;
        };
    }

    private static void rewrite(Path file, List<JobEvent> events) throws IOException {
        StringBuilder lines = new StringBuilder();
        events.forEach(event -> lines.append(line(event)));
        WholeFiles.write(file, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static BufferedWriter appender(Path file) throws IOException {
        return Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String line(JobEvent event) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", event.id());
        json.put("at", event.at().toEpochMilli());
        switch (event) {
            case JobEvent.Step step -> json.setAll(Json.MAPPER.<ObjectNode>valueToTree(step.report()));
            case JobEvent.Validation validation ->
                json.put("step", validation.step()).put("validation_loss", validation.loss());
            case JobEvent.Checkpoint checkpoint ->
                json.put("step", checkpoint.step()).put("checkpoint", true);
            case JobEvent.Message message ->
                json.put("level", message.level().name()).put("message", message.text());
        }
        return Json.MAPPER.writeValueAsString(json) + "\n";
    }

    private static JobEvent event(JsonNode json) {
        long id = json.path("id").asLong(0);
        Instant at = Instant.ofEpochMilli(json.path("at").asLong(0));
        if (json.has("message")) {
            return new JobEvent.Message(
                    id,
                    at,
                    JobEvent.Level.valueOf(json.path("level").asString("INFO")),
                    json.path("message").asString(""));
        }
        int step = json.path("step").asInt(0);
        if (json.has("validation_loss")) {
            return new JobEvent.Validation(
                    id, at, step, json.path("validation_loss").asDouble(Double.NaN));
        }
        return json.has("checkpoint")
                ? new JobEvent.Checkpoint(id, at, step)
                : new JobEvent.Step(id, at, Json.MAPPER.treeToValue(json, StepReport.class));
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw Json.cannotWrite(file, e);
        }
    }
}
