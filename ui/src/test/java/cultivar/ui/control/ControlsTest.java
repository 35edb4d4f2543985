package cultivar.ui.control;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskState;
import cultivar.ui.test.FxTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.feather.Feather;

class ControlsTest extends FxTest {
    @Test
    void theRailAsksAndMarksOnlyWhatItIsTold() {
        List<String> asked = new ArrayList<>();
        NavRail rail = onFx(() -> new NavRail(
                        "Cultivar",
                        List.of(
                                new NavItem("chat", Feather.MESSAGE_CIRCLE, "Chat"),
                                new NavItem("wallet", Feather.CREDIT_CARD, "Wallet")),
                        List.of())
                .onSelect(asked::add));
        onFx(() -> rail.selectedProperty().set("chat"));
        show(new StackPane(rail), 400, 400);
        List<Node> items = onFx(() -> List.copyOf(rail.getChildren().filtered(Button.class::isInstance)));
        click(items.get(1));
        assertThat(asked).containsExactly("wallet");
        assertThat(onFx(() -> rail.selectedProperty().get())).isEqualTo("chat");
        onFx(() -> rail.setBadge("wallet", 120));
        assertThat(onFx(() -> items.get(1).getAccessibleText())).isEqualTo("Wallet, 120 new");
    }

    @Test
    void aReachedStepCanBeGoneBackTo() {
        List<Integer> asked = new ArrayList<>();
        StepHeader steps = onFx(() -> new StepHeader(List.of("Data", "Recipe", "Start")).onSelect(asked::add));
        show(new StackPane(steps), 700, 120);
        List<Node> buttons = onFx(() -> List.copyOf(steps.getChildren().filtered(Button.class::isInstance)));
        assertThat(buttons.get(1).isDisabled()).isTrue();
        onFx(() -> steps.currentProperty().set(1));
        settle();
        click(buttons.get(0));
        assertThat(asked).containsExactly(0);
        onFx(() -> steps.currentProperty().set(0));
        assertThat(buttons.get(1).isDisabled()).isFalse();
        assertThat(buttons.get(0).getAccessibleText()).isEqualTo("Data, current step");
    }

    @Test
    void aHashIsCopiedWhole() {
        String hash = "0x" + "9f".repeat(32);
        KeyValueGrid grid = onFx(() -> new KeyValueGrid().mono("Manifest", hash));
        show(new StackPane(grid), 300, 100);
        click(find(grid, ".copy-button", Button.class));
        assertThat(onFx(() -> Clipboard.getSystemClipboard().getString())).isEqualTo(hash);
    }

    @Test
    void aFieldSaysWhatIsWrong() {
        TextField input = onFx(() -> new TextField());
        Field field = onFx(() -> new Field("Rank", input).hint("From 1 to 256."));
        show(new StackPane(field), 300, 200);
        assertThat(input.getAccessibleText()).isEqualTo("Rank");
        assertThat(input.getAccessibleHelp()).isEqualTo("From 1 to 256.");
        onFx(() -> field.errorProperty().set("Too large."));
        assertThat(input.getAccessibleHelp()).isEqualTo("Too large.");
        onFx(() -> field.errorProperty().set(""));
        assertThat(input.getAccessibleHelp()).isEqualTo("From 1 to 256.");
    }

    @Test
    void aTagIsSelectedAndLetGo() {
        List<String> asked = new ArrayList<>();
        TagBars bars = onFx(() -> new TagBars().onSelect(tag -> asked.add(String.valueOf(tag))));
        onFx(() -> bars.setShares(List.of(new TagBars.Share("swaps", 3), new TagBars.Share("staking", 1))));
        show(new StackPane(bars), 500, 200);
        Button first = find(bars, ".tag-row", Button.class);
        click(first);
        click(first);
        assertThat(asked).containsExactly("swaps", "null");
        assertThat(first.getAccessibleText()).isEqualTo("swaps: 3, 75 percent");
    }

    @Test
    void enterSendsAndShiftEnterStartsALine() {
        List<String> sent = new ArrayList<>();
        List<String> stopped = new ArrayList<>();
        Composer composer = onFx(() -> new Composer(sent::add, () -> stopped.add("stop")));
        show(new StackPane(composer), 500, 200);
        TextArea area = find(composer, ".text-area", TextArea.class);
        onFx(composer::requestFocus);
        press(KeyCode.ENTER);
        press(KeyCode.A);
        press(KeyCode.SHIFT, KeyCode.ENTER);
        press(KeyCode.B);
        assertThat(onFx(() -> area.getText())).isEqualTo("a\nb");
        press(KeyCode.ENTER);
        assertThat(sent).containsExactly("a\nb");
        onFx(() -> composer.busyProperty().set(true));
        click(find(composer, ".send-button", Button.class));
        assertThat(stopped).containsExactly("stop");
    }

    @Test
    void anEmptyComposerSaysWhatItIsForWhileItHasTheCursor() {
        Composer composer = onFx(() -> new Composer(text -> {}, () -> {}));
        show(new StackPane(composer), 500, 200);
        onFx(() -> {
            composer.promptProperty().set("Say something");
            composer.requestFocus();
        });
        settle();
        assertThat(onFx(() -> composer.lookupAll(".text").stream()
                        .filter(Node::isVisible)
                        .map(node -> ((Text) node).getText())
                        .toList()))
                .contains("Say something");
    }

    @Test
    void aRunningTaskCanBeStoppedFromTheTaskBar() {
        CountDownLatch never = new CountDownLatch(1);
        try (FxTaskRunner runner = new FxTaskRunner()) {
            TaskBar bar = onFx(() -> new TaskBar(runner.running()));
            show(new StackPane(bar), 600, 500);
            Task<?> task = runner.ioAction("Training", context -> never.await());
            waitFor("shown", () -> find(bar, ".task-button", Button.class).isVisible());
            settle();
            click(find(bar, ".task-button", Button.class));
            waitFor("popover", () -> Window.getWindows().size() == 2);
            Window popover = onFx(() -> Window.getWindows().getLast());
            onFx(() -> find(popover.getScene().getRoot(), ".progress-row .button", Button.class)
                    .fire());
            assertThat(task.state()).isEqualTo(TaskState.CANCELLED);
            waitFor("closed", () -> Window.getWindows().size() == 1);
        }
    }
}
