package cultivar.runtime;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.RopeSpec;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsWriter;
import cultivar.runtime.seedling.SeedlingFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;

/** A checkpoint of random weights, small enough for a test. */
final class TinyModel {
    static final DecoderSpec SPEC = new DecoderSpec(
            SeedlingFiles.VOCABULARY, 32, 48, 2, 4, 2, 8, 1e-5, new RopeSpec.Default(10000), true, false, false, 128);

    static final String CONFIG = """
        {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 1024, "hidden_size": 32,
         "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
         "head_dim": 8, "hidden_act": "silu", "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
         "max_position_embeddings": 128, "tie_word_embeddings": true, "eos_token_id": 2}
        """;

    private TinyModel() {}

    static Path write(Path folder) throws IOException {
        return write(folder, name -> true);
    }

    /** @param kept which tensors go in */
    static Path write(Path folder, Predicate<String> kept) throws IOException {
        Files.createDirectories(folder);
        for (String name : SeedlingFiles.TOKENIZER_FILES) {
            try (InputStream tokenizer = Objects.requireNonNull(SeedlingFiles.class.getResourceAsStream(name))) {
                Files.copy(tokenizer, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(folder.resolve("config.json"), CONFIG);
        Random random = new Random(7);
        SafetensorsWriter writer = new SafetensorsWriter();
        for (DecoderSpec.Weight weight : SPEC.weights()) {
            float[] values = new float[(int) weight.elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = weight.shape().size() == 1 ? 1 : (float) (0.2 * random.nextGaussian());
            }
            if (kept.test(weight.name())) {
                long[] shape =
                        weight.shape().stream().mapToLong(Long::longValue).toArray();
                writer.add(weight.name(), DType.F32, shape, FloatBuffer.wrap(values));
            }
        }
        writer.write(folder.resolve("model.safetensors"));
        return folder;
    }
}
