package cultivar.app.hub.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.home.Home;
import cultivar.app.hub.HomeModels;
import cultivar.app.hub.SmallHub;
import cultivar.runtime.seedling.Seedling;
import cultivar.ui.control.TaskBar;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.FxExecutor;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import cultivar.ui.test.Screenshots;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding, downloading and choosing a base model in the window, against a hub on this machine. */
class ModelsScreenTest extends FxTest {
    private static final String ID = "cultivar-tests/seedling-copy";
    private static final String GATED = "cultivar-tests/seedling-gated";

    @TempDir
    Path folder;

    private final SmallHub hub = new SmallHub();
    private final List<String> left = new ArrayList<>();
    private FxTaskRunner tasks;
    private OverlayPane window;
    private ModelsScreen screen;
    private Path home;

    @BeforeEach
    void open() throws IOException {
        home = folder.resolve("home");
        Path box = Seedling.install(folder.resolve("box"));
        hub.of(home).serve(ID, box, false).serve(GATED, box, true);
        tasks = onFx(() -> new FxTaskRunner(new FxExecutor(), 2));
        StackPane host = onFx(() -> new StackPane());
        window = onFx(() -> {
            VBox.setVgrow(host, Priority.ALWAYS);
            return new OverlayPane(new VBox(host, new TaskBar(tasks.running())));
        });
        screen = onFx(() -> new ModelsScreen(new ModelsServices(
                new HomeModels(
                        new Home(home), Map.of("HF_HOME", folder.resolve("hf").toString())),
                tasks,
                window.dialogs(),
                window.notifications(),
                name -> left.add("use " + name),
                () -> left.add("back"))));
        onFx(() -> host.getChildren().setAll(Lifecycle.host(screen)));
        show(window, 1000, 720);
    }

    @AfterEach
    void close() {
        hub.goOn();
        onFx(() -> tasks.close());
        hub.close();
    }

    @Test
    void asksNobodyBeforeASearchAndSaysWhom() {
        waitFor("the host is known", () -> screen.model().hub().get() != null);
        assertThat(screen.model().state().get()).isEqualTo(ScreenState.EMPTY);
        assertThat(texts()).contains("Find a base model").anyMatch(text -> text.contains("127.0.0.1"));
        assertThat(hub.requests()).isZero();
        Accessibility.assertAccessible(window);
        Screenshots.take(window, "models-empty");
    }

    @Test
    void findsDownloadsAndUsesAModel() {
        search("seedling");
        waitFor("two are found", () -> screen.model().found().size() == 2);
        settle();
        Accessibility.assertAccessible(window);
        assertThat(texts()).contains(ID, "gated").anyMatch(text -> text.startsWith("9.38 MB") && text.contains("12K"));
        Screenshots.take(window, "models-found");

        hub.pause();
        fire(".models-download");
        waitFor("the question", () -> texts().contains("Download " + ID + "?"));
        settle();
        assertThat(texts()).anyMatch(text -> text.contains("7 files of 9.4") && text.contains("apache-2.0"));
        Screenshots.take(window, "models-question");
        press("Download 9.43 MB");
        waitFor(
                "half of it is here",
                () -> screen.model().coming().values().stream()
                        .anyMatch(task -> task.progressProperty().get() > 0.3));
        settle();
        Screenshots.take(window, "models-coming");
        assertThat(onFx(() -> List.copyOf(tasks.running()))).hasSize(1);

        hub.goOn();
        waitFor(
                "it is here",
                () -> screen.model().here().stream().anyMatch(m -> m.name().equals(ID)));
        settle();
        Screenshots.take(window, "models-here");
        assertThat(home.resolve("models/cultivar-tests--seedling-copy/model.safetensors"))
                .exists();
        fire(".models-use");
        assertThat(left).containsExactly("use " + ID);
    }

    @Test
    void stopsADownloadAndGoesOnLater() {
        search("copy");
        waitFor("it is found", () -> screen.model().found().size() == 1);
        settle();
        hub.pause();
        fire(".models-download");
        waitFor("the question", () -> texts().contains("Download " + ID + "?"));
        press("Download 9.43 MB");
        waitFor(
                "half of it is here",
                () -> screen.model().coming().values().stream()
                        .anyMatch(task -> task.progressProperty().get() > 0.3));
        fire(".models-stop");
        waitFor("nothing comes", () -> screen.model().coming().isEmpty());
        assertThat(home.resolve("models/cultivar-tests--seedling-copy")).doesNotExist();
        hub.goOn();
        waitFor("nobody holds the folder", this::unlocked);
        fire(".models-download");
        waitFor("the question", () -> texts().stream().anyMatch(text -> text.contains("was broken off")));
        press(texts().stream()
                .filter(text -> text.startsWith("Download ") && text.endsWith(" MB"))
                .findFirst()
                .orElseThrow());
        waitFor(
                "it is here",
                () -> screen.model().here().stream().anyMatch(m -> m.name().equals(ID)));
    }

    private boolean unlocked() {
        try (var channel = FileChannel.open(
                        home.resolve("models/.locks/cultivar-tests--seedling-copy.lock"), StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException | IOException e) {
            return false;
        }
    }

    @Test
    void asksForATokenWhereOneHelps() throws IOException {
        search("gated");
        waitFor("it is found", () -> screen.model().found().size() == 1);
        settle();
        fire(".models-download");
        waitFor("it says why not", () -> screen.model().trouble().get().contains("is gated"));
        settle();
        assertThat(onFx(() -> window.getLayoutBounds()
                        .contains(window.sceneToLocal(
                                find(window, "#models-token", Button.class).localToScene(0, 0)))))
                .isTrue();
        Screenshots.take(window, "models-gated");
        fire("#models-token");
        waitFor("the question", () -> texts().contains("Set a token"));
        settle();
        TextField token = find(window, ".dialog-panel .password-field", TextField.class);
        onFx(() -> token.setText(SmallHub.TOKEN));
        press("Keep token");
        waitFor("it is kept", () -> Files.exists(home.resolve("hub-token")));
        assertThat(Files.readString(home.resolve("hub-token")).strip()).isEqualTo(SmallHub.TOKEN);
        fire(".models-download");
        waitFor("the question", () -> texts().contains("Download " + GATED + "?"));
        press(KeyCode.ESCAPE);
    }

    @Test
    void saysThatThereIsNoHubAndWhichFolderIsNone() {
        hub.close();
        search("seedling");
        waitFor("it says so", () -> screen.model().state().get() == ScreenState.FAILED);
        settle();
        assertThat(texts()).anyMatch(text -> text.contains("127.0.0.1 cannot be reached"));
        Screenshots.take(window, "models-offline");
        onFx(() -> screen.add(folder.resolve("nowhere")));
        waitFor("it says why", () -> screen.model().trouble().get().contains("There is no folder"));
        onFx(() -> screen.add(folder.resolve("box/seedling")));
        waitFor("the folder is known", () -> !screen.model().here().isEmpty());
    }

    private void search(String words) {
        TextField field = find(window, "#models-search", TextField.class);
        onFx(() -> {
            field.requestFocus();
            field.setText(words);
        });
        press(KeyCode.ENTER);
    }

    private void fire(String selector) {
        Button button = find(window, selector, Button.class);
        onFx(button::fire);
    }

    /** Presses the button that says so. */
    private void press(String text) {
        onFx(() -> window.lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> button.getText().equals(text))
                .findFirst()
                .orElseThrow()
                .fire());
    }

    /** All words that are shown. */
    private List<String> texts() {
        return onFx(() -> {
            List<String> found = new ArrayList<>();
            collect(window, found);
            return found;
        });
    }

    private static void collect(Node node, List<String> into) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Label label) {
            into.add(label.getText());
        }
        if (node instanceof Button button) {
            into.add(button.getText());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, into));
        }
    }
}
