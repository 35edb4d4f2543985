package cultivar.app.export;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.Engine;
import cultivar.runtime.export.Exporter;
import cultivar.runtime.gguf.GgufFile;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsWriter;
import cultivar.runtime.test.TinyModel;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import cultivar.ui.test.Screenshots;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export from its question to its result, in a real window over the real engine. */
class AdapterExportTest extends FxTest {
    @TempDir
    private Path folder;

    private Path base;
    private Path adapter;
    private FxTaskRunner tasks;
    private OverlayPane window;

    @SuppressWarnings("NullAway.Init")
    AdapterExportTest() {}

    @BeforeEach
    void start() throws IOException {
        base = TinyModel.write(folder.resolve("tiny"));
        adapter = writeAdapter(folder.resolve("intents"));
        tasks = onFx(() -> new FxTaskRunner());
        window = onFx(() -> new OverlayPane(new StackPane()));
        show(window, 1000, 700);
    }

    @AfterEach
    void stop() {
        onFx(tasks::close);
    }

    private static Path writeAdapter(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("adapter_config.json"), """
            {"peft_type": "LORA", "r": 2, "lora_alpha": 4, "target_modules": ["model.layers.1.mlp.up_proj"]}\
            """);
        float[] a = new float[2 * 32];
        float[] b = new float[48 * 2];
        Arrays.fill(a, 0.1f);
        Arrays.fill(b, 0.1f);
        String name = "base_model.model.model.layers.1.mlp.up_proj.lora_";
        new SafetensorsWriter()
                .add(name + "A.weight", DType.F32, new long[] {2, 32}, FloatBuffer.wrap(a))
                .add(name + "B.weight", DType.F32, new long[] {48, 2}, FloatBuffer.wrap(b))
                .write(folder.resolve("adapter_model.safetensors"));
        return folder;
    }

    private void ask() {
        ExportServices services = new ExportServices(
                tasks,
                window.dialogs(),
                window.notifications(),
                (request, listener) -> new Exporter(Engine.start()).export(request, listener),
                any -> base,
                folder.resolve("exports"));
        onFx(() -> new AdapterExport(services).ask(adapter));
        settle();
    }

    private String place() {
        return find(window, ".export-place", TextField.class).getText();
    }

    @Test
    void fromTheQuestionToTheResult() {
        ask();
        assertThat(place()).isEqualTo(folder.resolve("exports/intents-merged").toString());
        Screenshots.take(window, "export-question");
        Accessibility.assertAccessible(window);

        click(find(window, ".export-gguf", RadioButton.class));
        assertThat(place()).endsWith("intents-f16.gguf");
        ComboBox<?> types = find(window, ".export-type", ComboBox.class);
        onFx(() -> types.getSelectionModel().select(3));
        assertThat(place()).endsWith("intents-q8_0.gguf");
        click(find(window, ".export-go", Button.class));
        Path output = folder.resolve("exports/intents-q8_0.gguf");
        waitFor("the export is done", () -> window.lookup(".export-result") != null);
        settle();
        Screenshots.take(window, "export-result");
        Accessibility.assertAccessible(window);
        try (GgufFile file = GgufFile.open(output)) {
            assertThat(file.text("general.name")).contains("intents");
        }

        press(KeyCode.ESCAPE);
        ask();
        click(find(window, ".export-gguf", RadioButton.class));
        onFx(() -> find(window, ".export-place", TextField.class).setText(output.toString()));
        click(find(window, ".export-go", Button.class));
        assertThat(errors()).contains("Something is there already");
        onFx(() -> find(window, ".export-place", TextField.class).setText("beside.gguf"));
        click(find(window, ".export-go", Button.class));
        assertThat(errors()).contains("whole path");
        Screenshots.take(window, "export-question-wrong");
    }

    private String errors() {
        return onFx(() -> {
            StringBuilder texts = new StringBuilder();
            for (Node node : window.lookupAll(".error-text")) {
                texts.append(((Label) node).getText());
            }
            return texts.toString();
        });
    }

    @Test
    void aFailureIsTold() throws IOException {
        Files.delete(base.resolve("tokenizer.json"));
        ask();
        click(find(window, ".export-gguf", RadioButton.class));
        click(find(window, ".export-go", Button.class));
        waitFor(
                "the failure is shown",
                () -> !window.lookupAll(".toast").isEmpty()
                        || !window.lookupAll(".notification").isEmpty()
                        || !window.lookupAll(".notice").isEmpty());
        assertThat(folder.resolve("exports/intents-f16.gguf")).doesNotExist();
    }
}
