package cultivar.app.cli;

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

/** A Llama checkpoint with random weights that opens at once, and the ways in which one can be damaged. */
final class TinyCheckpoint {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TinyCheckpoint() {}

    /** A whole one. */
    static Path write(Path folder) throws IOException {
        return write(folder, "", "");
    }

    /** One that lacks the tensor of this name. */
    static Path without(Path folder, String tensor) throws IOException {
        return write(folder, tensor, "");
    }

    /** One whose tensor of this name has a row more than it should. */
    static Path misshapen(Path folder, String tensor) throws IOException {
        return write(folder, "", tensor);
    }

    static Path weights(Path folder) {
        return folder.resolve("model.safetensors");
    }

    private static Path write(Path folder, String absent, String misshapen) throws IOException {
        ObjectNode config = config();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), config.toString());
        for (String name : List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja")) {
            try (InputStream in = Objects.requireNonNull(Seedling.class.getResourceAsStream(name), name)) {
                Files.write(folder.resolve(name), in.readAllBytes());
            }
        }
        SafetensorsWriter writer = new SafetensorsWriter();
        Random random = new Random(7);
        for (DecoderSpec.Weight weight : DecoderSpec.of(config).weights()) {
            if (weight.name().equals(absent)) {
                continue;
            }
            long[] shape = weight.shape().stream().mapToLong(Long::longValue).toArray();
            if (weight.name().equals(misshapen)) {
                shape[0]++;
            }
            writer.add(weight.name(), DType.F32, shape, values(weight, shape, random));
        }
        writer.write(weights(folder));
        return folder;
    }

    private static ObjectNode config() {
        ObjectNode config = JSON.createObjectNode();
        config.put("model_type", "llama");
        config.putArray("architectures").add("LlamaForCausalLM");
        config.put("vocab_size", 1024);
        config.put("hidden_size", 32);
        config.put("intermediate_size", 64);
        config.put("num_hidden_layers", 2);
        config.put("num_attention_heads", 4);
        config.put("num_key_value_heads", 2);
        config.put("tie_word_embeddings", true);
        config.put("max_position_embeddings", 256);
        return config;
    }

    private static FloatBuffer values(DecoderSpec.Weight weight, long[] shape, Random random) {
        long elements = 1;
        for (long dimension : shape) {
            elements *= dimension;
        }
        float[] values = new float[Math.toIntExact(elements)];
        boolean norm = weight.name().endsWith("norm.weight");
        for (int i = 0; i < values.length; i++) {
            values[i] = norm ? 1 : (float) (random.nextGaussian() * 0.15);
        }
        return FloatBuffer.wrap(values);
    }
}
