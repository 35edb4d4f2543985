package cultivar.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint that is missing, damaged or unknown ends every command in one line, and the home stays as it was. */
class BadCheckpointTest {
    private static final String TENSOR = "model.layers.1.self_attn.k_proj.weight";

    @TempDir
    private Path folder;

    private Path home;
    private Path model;
    private Path rows;

    @BeforeEach
    void writeRows() throws IOException {
        home = folder.resolve("home");
        model = folder.resolve("model");
        rows = Files.writeString(folder.resolve("rows.jsonl"), "{\"prompt\":\"a\",\"completion\":\"b\"}\n");
    }

    /** All commands that open a model refuse this one with these words. */
    private void refused(String... words) {
        String path = model.toString();
        assertThat(Outcome.of(home, "generate", "--model", path, "--prompt", "hi")
                        .failed(1))
                .contains(words);
        assertThat(Outcome.of(home, "score", "--model", path, "--data", rows.toString())
                        .failed(1))
                .contains(words);
        assertThat(Leftovers.files(home)).as("files in the home").isEmpty();

        String[] train = {"train", "--base", path, "--data", rows.toString(), "--steps", "1", "--out", "mine"};
        assertThat(Outcome.of(home, train).failed(1)).contains(words);
        assertThat(home.resolve("adapters/mine")).doesNotExist();
        assertThat(Leftovers.halfWritten(home)).isEmpty();
    }

    @Test
    void missing() {
        refused("There is no checkpoint folder at " + model, "Choose");

        var error = Outcome.of(home, "generate", "--model", model.toString(), "--prompt", "hi", "--json")
                .failedAsJson(1);
        assertThat(error.path("hint").stringValue()).isNotBlank();
    }

    @Test
    void absentTensor() {
        TinyModel.without(model, TENSOR);

        refused("lacks the tensor " + TENSOR, "fetch it again");
    }

    @Test
    void wrongShape() {
        TinyModel.misshapen(model, TENSOR);

        refused(TENSOR, "[17, 32]", "[16, 32]", "do not belong together");
    }

    @Test
    void truncated() throws IOException {
        Path weights = TinyModel.weights(TinyModel.write(model));
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length - 100));

        refused(weights.toString(), "cut short");
    }

    @Test
    void truncatedWithinTheHeader() throws IOException {
        Path weights = TinyModel.weights(TinyModel.write(model));
        Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 200));

        refused(weights.toString(), "claims more bytes than the file holds");
    }

    @Test
    void headerThatClaimsMoreThanTheFileHolds() throws IOException {
        Path weights = TinyModel.weights(TinyModel.write(model));
        byte[] bytes = Files.readAllBytes(weights);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
        Files.write(weights, bytes);

        refused(weights.toString(), "claims more bytes than the file holds");
    }

    @Test
    void emptyWeights() throws IOException {
        Files.write(TinyModel.weights(TinyModel.write(model)), new byte[0]);

        refused("model.safetensors");
    }

    @Test
    void unknownArchitecture() throws IOException {
        Path config = TinyModel.write(model).resolve("config.json");
        Files.writeString(config, Files.readString(config, UTF_8).replace("LlamaForCausalLM", "MambaForCausalLM"));

        refused("MambaForCausalLM", "Choose a dense text model");
    }

    @Test
    void configurationThatIsNoJson() throws IOException {
        Files.writeString(TinyModel.write(model).resolve("config.json"), "{\"model_type\": ");

        refused("config.json", "is not valid JSON", "fetch the checkpoint again");
    }
}
