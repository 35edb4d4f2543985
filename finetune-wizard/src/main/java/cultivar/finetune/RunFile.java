package cultivar.finetune;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The two small files that say what a run is and where it stands: {@code recipe.json} and {@code state.json}. */
final class RunFile {
    private RunFile() {}

    /** Writes where a run stands, with the process that says so. */
    static void writeState(Run run) {
        ObjectNode json = JsonFiles.MAPPER.createObjectNode();
        json.put("phase", run.phase().id());
        json.put("reason", run.reason());
        json.put("step", run.step());
        json.put("steps", run.steps());
        json.put("seconds", run.seconds());
        json.put("peak_mib", run.peakMib());
        json.put("created", run.created().toString());
        putInstant(json, "started", run.started());
        putInstant(json, "ended", run.ended());
        if (run.counts() != null) {
            json.set("rows", JsonFiles.MAPPER.valueToTree(run.counts()));
        }
        if (run.adapter() != null) {
            json.put("adapter", run.adapter().toString());
        }
        if (run.evaluation() != null) {
            json.set("evaluation", run.evaluation().toJson());
        }
        if (run.phase().isActive()) {
            json.put("process", ProcessHandle.current().pid());
            ProcessHandle.current()
                    .info()
                    .startInstant()
                    .ifPresent(start -> json.put("process_started", start.toString()));
        }
        JsonFiles.write(run.stateFile(), json);
    }

    /** Reads a run's folder; empty if it holds no run. */
    static Optional<Run> read(Path folder) {
        Path recipeFile = folder.resolve("recipe.json");
        Path name = folder.getFileName();
        if (name == null || !Files.isRegularFile(recipeFile)) {
            return Optional.empty();
        }
        Recipe recipe = Recipe.read(recipeFile);
        JsonNode json = JsonFiles.read(folder.resolve("state.json"), "state of a run");
        try {
            Run run = new Run(
                    name.toString(),
                    folder,
                    recipe,
                    RunPhase.valueOf(json.path("phase").asString("").toUpperCase(java.util.Locale.ROOT)),
                    json.path("reason").asString(""),
                    json.path("step").asInt(0),
                    json.path("steps").asInt(0),
                    json.path("seconds").asDouble(0),
                    json.path("peak_mib").asLong(0),
                    Instant.parse(json.path("created").asString("")),
                    instant(json, "started"),
                    instant(json, "ended"),
                    json.has("rows") ? JsonFiles.MAPPER.treeToValue(json.get("rows"), RowCounts.class) : null,
                    json.has("adapter") ? Path.of(json.path("adapter").asString("")) : null,
                    json.has("evaluation") ? EvaluationReport.of(json.path("evaluation")) : null);
            return Optional.of(
                    run.phase().isActive() && !isAlive(json)
                            ? run.withPhase(RunPhase.INTERRUPTED, "The studio ended in the middle of this run.")
                            : run);
        } catch (IllegalArgumentException | DateTimeException | JacksonException e) {
            throw new FinetuneException("The run in " + folder + " is damaged; delete the folder", e);
        }
    }

    /** Whether the process that wrote the state still runs; another one may have got its number meanwhile. */
    private static boolean isAlive(JsonNode json) {
        Optional<ProcessHandle> process = ProcessHandle.of(json.path("process").asLong(-1));
        if (process.isEmpty() || !process.get().isAlive()) {
            return false;
        }
        String started = json.path("process_started").asString("");
        return started.isEmpty()
                || process.get()
                        .info()
                        .startInstant()
                        .map(start -> start.toString().equals(started))
                        .orElse(true);
    }

    private static @Nullable Instant instant(JsonNode json, String field) {
        return json.has(field) ? Instant.parse(json.path(field).asString("")) : null;
    }

    private static void putInstant(ObjectNode json, String field, @Nullable Instant instant) {
        if (instant != null) {
            json.put(field, instant.toString());
        }
    }
}
