package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.gguf.GgufFile;
import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An adapter of the studio's own becomes what other programs read. */
class ExportCommandTest {
    @TempDir
    private static Path folder;

    private static Path home;
    private static Path tiny;

    @BeforeAll
    static void train() throws IOException {
        home = folder.resolve("home");
        tiny = TinyModel.write(folder.resolve("tiny"));
        Path rows = Files.writeString(folder.resolve("rows.jsonl"), "{\"prompt\":\"a\",\"completion\":\"b\"}\n");
        Outcome.of(
                        home,
                        "train",
                        "--base",
                        tiny.toString(),
                        "--data",
                        rows.toString(),
                        "--steps",
                        "3",
                        "--lr",
                        "0.1",
                        "--out",
                        "mine")
                .worked();
    }

    @Test
    void mergedCheckpointScoresLikeBaseAndAdapter() throws IOException {
        Path out = folder.resolve("merged");
        // The base is the one in the adapter's record.
        JsonNode report = Outcome.of(home, "export", "mine", "--out", out.toString(), "--json")
                .worked()
                .json();
        assertThat(Outcome.fields(report))
                .containsExactly(
                        "output",
                        "format",
                        "type",
                        "bytes",
                        "seconds",
                        "checked",
                        "mean_difference",
                        "largest_difference",
                        "tokens",
                        "warnings");
        assertThat(report.path("largest_difference").doubleValue()).isLessThan(1e-4);
        Path data = Files.writeString(folder.resolve("text.jsonl"), "{\"text\":\"Good morning to you\"}\n");
        double merged = loss("--model", out.toString(), "--data", data.toString());
        double apart = loss("--model", tiny.toString(), "--adapter", "mine", "--data", data.toString());
        double base = loss("--model", tiny.toString(), "--data", data.toString());
        assertThat(Math.abs(merged - apart)).isLessThan(1e-4);
        assertThat(Math.abs(merged - base)).isGreaterThan(1e-3);
    }

    private static double loss(String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "score";
        all[1] = "--json";
        System.arraycopy(options, 0, all, 2, options.length);
        return Outcome.of(home, all).worked().json().path("loss").doubleValue();
    }

    @Test
    void filesForLlamaCpp() {
        Path model = folder.resolve("model.gguf");
        Outcome told = Outcome.of(
                        home, "export", "mine", "--format", "gguf", "--type", "Q8_0", "--out", model.toString())
                .worked();
        assertThat(told.out()).contains(model.toString(), "Q8_0", "nats on average", "Note: llama.cpp");
        try (GgufFile file = GgufFile.open(model)) {
            assertThat(file.text("general.name")).contains("mine");
        }
        Path adapter = folder.resolve("adapter.gguf");
        Outcome.of(home, "export", "mine", "--format", "gguf-adapter", "--out", adapter.toString(), "--no-check")
                .worked();
        try (GgufFile file = GgufFile.open(adapter)) {
            assertThat(file.text("adapter.type")).contains("lora");
        }
        Path base = folder.resolve("base.gguf");
        Outcome.of(home, "export", "--base", tiny.toString(), "--format", "gguf", "--out", base.toString())
                .worked();
        assertThat(Outcome.of(home, "export", "mine", "--format", "gguf", "--out", model.toString())
                        .failed(1))
                .contains("exists already");
    }

    @Test
    void thePeftFolder() {
        Path out = folder.resolve("peft");
        Outcome.of(home, "export", "mine", "--format", "peft", "--out", out.toString())
                .worked();
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("adapter_config.json", "adapter_model.safetensors");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(Outcome.of(home, "export").failed(2)).contains("needs an ADAPTER");
        assertThat(Outcome.of(home, "export", "mine", "--format", "onnx").failed(2))
                .contains("no format 'onnx'");
        assertThat(Outcome.of(home, "export", "mine", "--type", "q8_0").failed(2))
                .contains("cannot be stored as 'q8_0'");
        assertThat(Outcome.of(home, "export", "mine", "--shard-size", "0").failed(2))
                .contains("must be positive");
        assertThat(Outcome.of(home, "export", "nobody/nothing").failed(1)).contains("nobody/nothing");
        Outcome.of(home, "export", "mine", "--base", folder.resolve("none").toString(), "--json")
                .failedAsJson(1);
    }
}
