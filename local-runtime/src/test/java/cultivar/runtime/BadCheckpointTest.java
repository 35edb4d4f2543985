package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cultivar.runtime.checkpoint.CheckpointException;
import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that cannot be used say why in one line. */
class BadCheckpointTest {
    @TempDir
    Path temporary;

    private Path folder = Path.of("unset");

    @BeforeEach
    void goodCheckpoint() {
        folder = TinyModel.write(temporary.resolve("model"));
    }

    @Test
    void missingFolder() {
        refused(temporary.resolve("nowhere"), "There is no checkpoint folder");
    }

    @Test
    void noWeights() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        refused(folder, "holds no model.safetensors");
    }

    @Test
    void absentTensor() {
        TinyModel.without(folder, "model.layers.1.mlp.up_proj.weight");
        refused(folder, "lacks the tensor model.layers.1.mlp.up_proj.weight");
    }

    @Test
    void wrongShape() throws IOException {
        config("\"intermediate_size\": 48", "\"intermediate_size\": 64");
        refused(folder, "has the shape [48, 32] where config.json asks for [64, 32]");
    }

    @Test
    void truncatedFile() throws IOException {
        Path weights = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));
        refused(folder, "cut short");
    }

    @Test
    void unknownArchitecture() throws IOException {
        config("LlamaForCausalLM", "MambaForCausalLM");
        refused(folder, "MambaForCausalLM");
    }

    @Test
    void unknownRope() throws IOException {
        config("\"rope_theta\": 10000.0", "\"rope_theta\": 10000.0, \"rope_scaling\": {\"rope_type\": \"mrope\"}");
        refused(folder, "rope_type to mrope");
    }

    @Test
    void brokenConfig() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{");
        refused(folder, "config.json is not valid JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../other.safetensors", "/other.safetensors", "\\u0000", "\\ud800", ""})
    void shardOutsideTheFolder(String name) throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{\"a\":\"" + name + "\"}}");
        refused(folder, "outside its folder");
    }

    private void config(String what, String instead) throws IOException {
        Files.writeString(folder.resolve("config.json"), TinyModel.CONFIG.replace(what, instead));
    }

    private static void refused(Path folder, String saying) {
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> EngineUnderTest.engine().open(folder).close())
                .withMessageContaining(saying)
                .matches(e -> !String.valueOf(e.getMessage()).contains("\n"), "one line");
    }
}
