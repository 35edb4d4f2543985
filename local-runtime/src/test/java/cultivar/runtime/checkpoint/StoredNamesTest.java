package cultivar.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tensors are found under the names that they have had, and an output of its own counts more than the configuration. */
class StoredNamesTest {
    private static final float HEAD = 0.5f;

    @TempDir
    Path folder;

    @Test
    void aDecoderThatWasSavedByItself() throws IOException {
        write(Configs.of("qwen3", "\"tie_word_embeddings\": true"), name -> name.substring("model.".length()), false);
        assertReadsEverything(folder);
    }

    @Test
    void theTextPartUnderEitherName() throws IOException {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("model_type", "gemma3");
        config.set("text_config", Configs.of("gemma3_text", "\"head_dim\": 8"));
        write(config, name -> name, false);
        assertReadsEverything(folder);
        write(config, name -> name.replace("model.language_model.", "language_model.model."), false);
        assertReadsEverything(folder);
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            assertThat(checkpoint
                            .stored(checkpoint.spec().modulePath(0, "q_proj"))
                            .name())
                    .isEqualTo("language_model.model.layers.0.self_attn.q_proj.weight");
        }
    }

    @Test
    void anOutputOfItsOwnIsUsed() throws IOException {
        ObjectNode config = Configs.of("llama", "\"tie_word_embeddings\": true");
        write(config, name -> name, true);
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            DecoderSpec spec = checkpoint.spec();
            assertThat(spec.tiedEmbeddings()).isFalse();
            assertThat(read(checkpoint, spec.weights().getLast()).getAtIndex(ValueLayout.JAVA_FLOAT, 3))
                    .isEqualTo(HEAD);
        }
    }

    @Test
    void aCopyOfTheEmbeddingIsNoOutputOfItsOwn() throws IOException {
        ObjectNode config = Configs.of("llama", "\"tie_word_embeddings\": true");
        DecoderSpec spec = DecoderSpec.of(config);
        List<DecoderSpec.Weight> weights = new ArrayList<>(spec.weights());
        weights.add(new DecoderSpec.Weight(DecoderSpec.HEAD, spec.embedding().shape()));
        write(config, weights, name -> name, 0);
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            assertThat(checkpoint.spec().tiedEmbeddings()).isTrue();
        }
    }

    private static void assertReadsEverything(Path folder) {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            for (DecoderSpec.Weight weight : checkpoint.spec().weights()) {
                MemorySegment floats = read(checkpoint, weight);
                assertThat(floats.toArray(ValueLayout.JAVA_FLOAT))
                        .as(weight.name())
                        .doesNotContain(Float.NaN);
            }
        }
    }

    private static MemorySegment read(Checkpoint checkpoint, DecoderSpec.Weight weight) {
        MemorySegment floats = Arena.ofAuto().allocate(weight.elements() * 4, 4);
        floats.fill((byte) 0xff);
        checkpoint.read(weight, floats);
        return floats;
    }

    private void write(ObjectNode config, UnaryOperator<String> storedName, boolean ownHead) throws IOException {
        DecoderSpec spec = DecoderSpec.of(config);
        write(config, (ownHead ? spec.untied() : spec).weights(), storedName, HEAD);
    }

    private void write(
            ObjectNode config, List<DecoderSpec.Weight> weights, UnaryOperator<String> storedName, float head)
            throws IOException {
        Files.writeString(folder.resolve("config.json"), config.toString());
        SafetensorsWriter writer = new SafetensorsWriter();
        for (DecoderSpec.Weight weight : weights) {
            float[] values = new float[(int) weight.elements()];
            Arrays.fill(values, weight.name().equals(DecoderSpec.HEAD) ? head : 0);
            writer.add(
                    storedName.apply(weight.name()),
                    DType.F32,
                    weight.shape().stream().mapToLong(Long::longValue).toArray(),
                    FloatBuffer.wrap(values));
        }
        writer.write(folder.resolve("model.safetensors"));
    }
}
