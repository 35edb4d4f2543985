package cultivar.runtime.test;

import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsWriter;
import cultivar.runtime.seedling.Seedling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** A Llama checkpoint of random weights with Seedling's tokenizer: opens at once, knows nothing, and can be damaged. */
public final class TinyModel {
    /** Its {@code config.json}. */
    public static final String CONFIG = """
        {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 1024, "hidden_size": 32,
         "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
         "head_dim": 8, "hidden_act": "silu", "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
         "max_position_embeddings": 256, "tie_word_embeddings": true, "eos_token_id": 2}
        """;

    private static final int LAYERS = 2;
    private static final List<String> TOKENIZER =
            List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja");

    private TinyModel() {}

    /** Writes it into a folder, which is made. */
    public static Path write(Path folder) {
        return write(folder, "", "");
    }

    /** One that lacks the tensor of this name. */
    public static Path without(Path folder, String tensor) {
        return write(folder, tensor, "");
    }

    /** One whose tensor of this name has a row more than it should. */
    public static Path misshapen(Path folder, String tensor) {
        return write(folder, "", tensor);
    }

    /** The file of its weights. */
    public static Path weights(Path folder) {
        return folder.resolve("model.safetensors");
    }

    private static Path write(Path folder, String absent, String misshapen) {
        try {
            Files.createDirectories(folder);
            for (String name : TOKENIZER) {
                try (InputStream in = Objects.requireNonNull(Seedling.class.getResourceAsStream(name), name)) {
                    Files.write(folder.resolve(name), in.readAllBytes());
                }
            }
            Files.writeString(folder.resolve("config.json"), CONFIG);
            SafetensorsWriter writer = new SafetensorsWriter();
            Random random = new Random(7);
            shapes().forEach((name, shape) -> {
                if (name.equals(misshapen)) {
                    shape[0]++;
                }
                FloatBuffer values = FloatBuffer.wrap(values(shape, random));
                if (!name.equals(absent)) {
                    writer.add(name, DType.F32, shape, values);
                }
            });
            writer.write(weights(folder));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tensors of the Llama layout, in its order; a norm has one dimension. */
    private static Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("model.embed_tokens.weight", new long[] {1024, 32});
        for (int layer = 0; layer < LAYERS; layer++) {
            String at = "model.layers." + layer + ".";
            shapes.put(at + "input_layernorm.weight", new long[] {32});
            shapes.put(at + "self_attn.q_proj.weight", new long[] {32, 32});
            shapes.put(at + "self_attn.k_proj.weight", new long[] {16, 32});
            shapes.put(at + "self_attn.v_proj.weight", new long[] {16, 32});
            shapes.put(at + "self_attn.o_proj.weight", new long[] {32, 32});
            shapes.put(at + "post_attention_layernorm.weight", new long[] {32});
            shapes.put(at + "mlp.gate_proj.weight", new long[] {48, 32});
            shapes.put(at + "mlp.up_proj.weight", new long[] {48, 32});
            shapes.put(at + "mlp.down_proj.weight", new long[] {32, 48});
        }
        shapes.put("model.norm.weight", new long[] {32});
        return shapes;
    }

    private static float[] values(long[] shape, Random random) {
        int elements = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = shape.length == 1 ? 1 : (float) (0.2 * random.nextGaussian());
        }
        return values;
    }
}
