package cultivar.app.shell;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsWriter;
import cultivar.runtime.seedling.Seedling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The base model of a test's studio: the one in the box, or where that is not packed a tiny one that knows nothing. */
public final class BaseModelUnderTest {
    private BaseModelUnderTest() {}

    /** Whether the base model in the box is there. */
    public static boolean isReal() {
        return Seedling.class.getResource("model.safetensors") != null;
    }

    /** Puts it into a home's models and gives its folder. */
    public static Path install(Path models) throws IOException {
        return isReal() ? Seedling.install(models) : writeTiny(models.resolve("seedling"));
    }

    private static Path writeTiny(Path folder) throws IOException {
        ObjectNode config = new JsonMapper().createObjectNode();
        config.put("model_type", "llama");
        config.putArray("architectures").add("LlamaForCausalLM");
        config.put("vocab_size", 1024);
        config.put("hidden_size", 32);
        config.put("intermediate_size", 64);
        config.put("num_hidden_layers", 2);
        config.put("num_attention_heads", 4);
        config.put("num_key_value_heads", 2);
        config.put("rms_norm_eps", 1e-5);
        config.put("rope_theta", 10000.0);
        config.put("hidden_act", "silu");
        config.put("tie_word_embeddings", true);
        config.put("max_position_embeddings", 256);
        Files.createDirectories(folder);
        for (String name : List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja")) {
            try (InputStream in = Objects.requireNonNull(Seedling.class.getResourceAsStream(name), name)) {
                Files.write(folder.resolve(name), in.readAllBytes());
            }
        }
        SafetensorsWriter writer = new SafetensorsWriter();
        Random random = new Random(7);
        for (DecoderSpec.Weight weight : DecoderSpec.of(config).weights()) {
            float[] values = new float[Math.toIntExact(weight.elements())];
            boolean norm = weight.name().endsWith("norm.weight");
            for (int i = 0; i < values.length; i++) {
                values[i] = norm ? 1 : (float) (random.nextGaussian() * 0.15);
            }
            long[] shape = weight.shape().stream().mapToLong(Long::longValue).toArray();
            writer.add(weight.name(), DType.F32, shape, FloatBuffer.wrap(values));
        }
        writer.write(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("config.json"), config.toString());
        return folder;
    }
}
