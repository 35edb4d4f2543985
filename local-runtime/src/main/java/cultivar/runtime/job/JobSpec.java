package cultivar.runtime.job;

import cultivar.runtime.quant.BaseType;
import cultivar.runtime.train.TrainingSettings;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a training job is to do. Relative paths are within the job's folder; files there are the job's own and go when it
 * has succeeded.
 *
 * @param name what people call it
 * @param model the base's checkpoint folder
 * @param dtype how the base's weights are held
 * @param trainingFile JSON Lines, each {@code {"messages": [{"role", "content"}]}} ending with the assistant's answer
 * @param validationFile the same for rows that the loss is only measured on, or null
 * @param initialAdapter a PEFT folder to start from, or null
 * @param output the PEFT folder that the adapter is brought to
 * @param checkpointSteps steps between two checkpoints at most; 0 to go by time alone
 * @param checkpointSeconds seconds between two checkpoints at most; 0 to go by steps alone
 * @param record what is written with the adapter as {@code run.json}, together with the job's id and its figures
 */
public record JobSpec(
        String name,
        String model,
        BaseType dtype,
        String trainingFile,
        @Nullable String validationFile,
        @Nullable String initialAdapter,
        String output,
        TrainingSettings settings,
        int checkpointSteps,
        int checkpointSeconds,
        ObjectNode record) {
    /** Nothing of what fixes a run may be left to a default that another version may choose otherwise. */
    private static final ObjectReader STRICT =
            Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private static final int CHECKPOINT_STEPS = 0;
    private static final int CHECKPOINT_SECONDS = 10;

    public JobSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(dtype, "dtype");
        Objects.requireNonNull(trainingFile, "training_file");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(record, "record");
    }

    /** A job that is saved every ten seconds. */
    public static JobSpec of(
            String name,
            Path model,
            BaseType dtype,
            String trainingFile,
            @Nullable String validationFile,
            @Nullable Path initialAdapter,
            String output,
            TrainingSettings settings,
            ObjectNode record) {
        return new JobSpec(
                name,
                model.toAbsolutePath().normalize().toString(),
                dtype,
                trainingFile,
                validationFile,
                initialAdapter == null
                        ? null
                        : initialAdapter.toAbsolutePath().normalize().toString(),
                output,
                settings,
                CHECKPOINT_STEPS,
                CHECKPOINT_SECONDS,
                record);
    }

    /** The same, saved after every so many steps. */
    public JobSpec withCheckpointSteps(int steps) {
        return new JobSpec(
                name,
                model,
                dtype,
                trainingFile,
                validationFile,
                initialAdapter,
                output,
                settings,
                steps,
                checkpointSeconds,
                record);
    }

    /** As JSON, under these names in snake case. */
    public ObjectNode toJson() {
        return Json.MAPPER.valueToTree(this);
    }

    /** Reads {@link #toJson()}; a {@link JobException} says what is wrong. */
    public static JobSpec of(JsonNode json) {
        ObjectNode whole = Json.MAPPER.createObjectNode();
        whole.put("dtype", BaseType.FLOAT32.label());
        whole.putNull("validation_file");
        whole.putNull("initial_adapter");
        whole.put("checkpoint_steps", CHECKPOINT_STEPS);
        whole.put("checkpoint_seconds", CHECKPOINT_SECONDS);
        whole.putObject("record");
        if (json instanceof ObjectNode given) {
            whole.setAll(given);
        }
        try {
            return STRICT.treeToValue(whole, JobSpec.class);
        } catch (JacksonException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String reason = String.valueOf(
                    cause instanceof JacksonException jackson ? jackson.getOriginalMessage() : cause.getMessage());
            throw new JobException(
                    JobException.Kind.INVALID,
                    "The job's description is wrong: "
                            + reason.lines().findFirst().orElse(""),
                    e);
        }
    }
}
