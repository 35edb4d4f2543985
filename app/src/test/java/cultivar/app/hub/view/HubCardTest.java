package cultivar.app.hub.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.home.Home;
import cultivar.app.hub.HomeModels;
import cultivar.runtime.hub.HubToken;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.task.FxExecutor;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub's address and token in the settings. */
class HubCardTest extends FxTest {
    @TempDir
    Path folder;

    private final List<String> set = new ArrayList<>();
    private FxTaskRunner tasks;
    private HomeModels models;
    private OverlayPane window;

    @BeforeEach
    void open() {
        models = new HomeModels(
                new Home(folder), Map.of("HF_HOME", folder.resolve("hf").toString()));
        models.environment().ownToken().write(HubToken.of("hf_forTestsOnly", "the test"));
        tasks = onFx(() -> new FxTaskRunner(new FxExecutor(), 1));
        window = onFx(() -> {
            StackPane content = new StackPane();
            OverlayPane pane = new OverlayPane(content);
            content.getChildren()
                    .add(new HubCard(models, tasks, pane.dialogs(), pane.notifications(), "", set::add).root());
            return pane;
        });
        show(window, 500, 300);
    }

    @AfterEach
    void close() {
        onFx(() -> tasks.close());
    }

    @Test
    void takesSafeAddressesOnly() {
        Accessibility.assertAccessible(window);
        type("http://mirror.example");
        assertThat(set).isEmpty();
        assertThat(texts()).anyMatch(text -> text.contains("must be an https address"));
        type("https://mirror.example/");
        assertThat(set).containsExactly("https://mirror.example");
        assertThat(texts()).noneMatch(text -> text.contains("must be an https address"));
        type("");
        assertThat(set).containsExactly("https://mirror.example", "");
    }

    @Test
    void forgetsItsOwnToken() {
        waitFor("the token is known", () -> texts().stream().anyMatch(text -> text.contains("hub-token is used")));
        assertThat(texts()).noneMatch(text -> text.contains("hf_forTestsOnly"));
        Button forget = find(window, ".button.flat", Button.class);
        onFx(forget::fire);
        waitFor("it is gone", () -> texts().stream().anyMatch(text -> text.startsWith("No token is set")));
        assertThat(folder.resolve("hub-token")).doesNotExist();
    }

    private void type(String address) {
        TextField field = find(window, ".text-field", TextField.class);
        onFx(() -> {
            field.requestFocus();
            field.setText(address);
        });
        press(KeyCode.ENTER);
    }

    private List<String> texts() {
        return onFx(() -> window.lookupAll(".label").stream()
                .filter(Label.class::isInstance)
                .map(node -> ((Label) node).getText())
                .toList());
    }
}
