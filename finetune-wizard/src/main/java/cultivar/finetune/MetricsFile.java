package cultivar.finetune;

import cultivar.runtime.train.StepReport;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Appends to {@code metrics.jsonl}: one line a step, and one a validation. */
final class MetricsFile implements AutoCloseable {
    private final Path file;
    private @Nullable BufferedWriter writer;

    MetricsFile(Path file) {
        this.file = file;
    }

    void append(StepReport step) {
        ObjectNode json = JsonFiles.MAPPER.createObjectNode();
        json.put("step", step.step());
        json.put("steps", step.steps());
        json.put("loss", step.loss());
        json.put("grad_norm", step.gradNorm());
        json.put("learning_rate", step.learningRate());
        json.put("tokens", step.tokens());
        json.put("tokens_per_second", step.tokensPerSecond());
        json.put("seconds_left", step.secondsLeft());
        append(json, step.step());
    }

    void append(int step, double validationLoss) {
        ObjectNode json = JsonFiles.MAPPER.createObjectNode();
        json.put("step", step);
        json.put("validation_loss", validationLoss);
        append(json, step + 1);
    }

    private void append(ObjectNode json, int firstNewStep) {
        try {
            BufferedWriter out = writer;
            if (out == null) {
                forgetFrom(firstNewStep);
                out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                writer = out;
            }
            out.write(JsonFiles.line(json));
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw JsonFiles.cannotWrite(file, e);
        }
    }

    /** A resumed run makes the steps after its checkpoint again: what was noted of them, or half noted, goes. */
    private void forgetFrom(int step) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        StringBuilder kept = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            JsonNode json = parse(line);
            if (json != null && json.path("step").asInt(Integer.MAX_VALUE) < step) {
                kept.append(line).append('\n');
            }
        }
        JsonFiles.write(file, kept.toString());
    }

    static RunMetrics read(Path file) {
        if (!Files.exists(file)) {
            return new RunMetrics(List.of(), List.of());
        }
        List<StepReport> steps = new ArrayList<>();
        List<RunMetrics.Point> validation = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                JsonNode json = parse(line);
                if (json == null) {
                    continue; // half a line, of a process that was killed
                }
                int step = json.path("step").asInt(0);
                if (json.has("validation_loss")) {
                    validation.add(new RunMetrics.Point(
                            step, json.path("validation_loss").asDouble(Double.NaN)));
                } else {
                    steps.add(new StepReport(
                            step,
                            json.path("steps").asInt(0),
                            json.path("loss").asDouble(Double.NaN),
                            json.path("grad_norm").asDouble(Double.NaN),
                            json.path("learning_rate").asDouble(0),
                            json.path("tokens").asInt(0),
                            json.path("tokens_per_second").asDouble(0),
                            json.path("seconds_left").asDouble(0)));
                }
            }
        } catch (IOException e) {
            throw new FinetuneException(file + " cannot be read (" + e.getMessage() + ")", e);
        }
        return new RunMetrics(steps, validation);
    }

    private static @Nullable JsonNode parse(String line) {
        try {
            JsonNode json = JsonFiles.MAPPER.readTree(line);
            return json.isObject() ? json : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
