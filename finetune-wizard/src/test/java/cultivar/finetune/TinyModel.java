package cultivar.finetune;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsWriter;
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

/** Writes a Llama checkpoint that is very small and knows nothing: random weights, Seedling's tokenizer. */
public final class TinyModel {
    private static final String TOKENIZER = "/cultivar/runtime/seedling/";

    private TinyModel() {}

    /** Writes it into a folder, which is made. */
    public static Path write(Path folder) {
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
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), config.toString());
            for (String name : List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja")) {
                try (InputStream in =
                        Objects.requireNonNull(DecoderSpec.class.getResourceAsStream(TOKENIZER + name), name)) {
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
                long[] shape =
                        weight.shape().stream().mapToLong(Long::longValue).toArray();
                writer.add(weight.name(), DType.F32, shape, FloatBuffer.wrap(values));
            }
            writer.write(folder.resolve("model.safetensors"));
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
