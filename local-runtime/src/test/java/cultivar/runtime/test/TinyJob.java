package cultivar.runtime.test;

import cultivar.runtime.job.ChatRows;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobSpec;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.train.Schedule;
import cultivar.runtime.train.TrainingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A training job that is quick: a dozen rows, the tiny model, and dropout, so that random numbers matter. */
public final class TinyJob {
    private TinyJob() {}

    /** Writes the job's rows into a home and describes it; the adapter goes to {@code adapters/ID}. */
    public static JobSpec in(JobHome home, String id, int steps) {
        Path model = home.root().resolve("models").resolve("tiny");
        if (!Files.exists(TinyModel.weights(model))) {
            TinyModel.write(model);
        }
        Path folder = home.folder(id).path();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (ChatRows.Writer rows = new ChatRows.Writer(folder.resolve("rows.jsonl"))) {
            for (int i = 0; i < 12; i++) {
                rows.add(List.of(
                        ChatMessage.user("Say the number " + i + "."), ChatMessage.assistant("It is " + i * 7 + ".")));
            }
        }
        ObjectNode record = JsonMapper.shared().createObjectNode().put("made_by", "a test");
        LoraConfig lora = new LoraConfig(4, 8, 0.1, List.of(LoraConfig.ALL_LINEAR));
        TrainingSettings settings =
                new TrainingSettings(lora, 4, 1, 1, steps, 0.01, Schedule.COSINE, 0, 0.01, 1, 3, true, 128);
        return JobSpec.of(
                        id, model, BaseType.FLOAT32, "rows.jsonl", null, null, "../../adapters/" + id, settings, record)
                .withCheckpointSteps(5);
    }

    /** The bytes of the weights that the job has left. */
    public static byte[] weights(JobHome home, String id) {
        try {
            return Files.readAllBytes(
                    home.root().resolve("adapters").resolve(id).resolve("adapter_model.safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
