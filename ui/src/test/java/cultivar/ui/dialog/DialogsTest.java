package cultivar.ui.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.control.Tone;
import cultivar.ui.test.FxTest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DialogsTest extends FxTest {
    private final Button background = new Button("Behind");
    private OverlayPane root = new OverlayPane(background);

    @BeforeEach
    void open() {
        root = onFx(() -> new OverlayPane(new StackPane(background)));
        show(root, 900, 600);
        onFx(background::requestFocus);
    }

    private CompletableFuture<Boolean> ask(Confirm question) {
        CompletableFuture<Boolean> answer =
                onFx(() -> root.dialogs().confirm(question).toCompletableFuture());
        settle();
        return answer;
    }

    @Test
    void enterDoesWhatIsHarmless() {
        CompletableFuture<Boolean> answer = ask(Confirm.of("Start the run?", "It takes a minute.", "Start"));
        press(KeyCode.ENTER);
        assertThat(answer).isCompletedWithValue(true);
        assertThat(onFx(() -> background.getScene().getFocusOwner())).isSameAs(background);
    }

    @Test
    void enterCancelsWhatDestroys() {
        CompletableFuture<Boolean> answer =
                ask(Confirm.destructive("Delete the run?", "Its checkpoints go too.", "Delete the run"));
        press(KeyCode.ENTER);
        assertThat(answer).isCompletedWithValue(false);
    }

    @Test
    void escapeCancels() {
        CompletableFuture<Boolean> answer = ask(Confirm.of("Start the run?", "It takes a minute.", "Start"));
        press(KeyCode.ESCAPE);
        assertThat(answer).isCompletedWithValue(false);
    }

    @Test
    void theFocusStaysInTheDialog() {
        CompletableFuture<Boolean> answer = ask(Confirm.of("Start the run?", "It takes a minute.", "Start"));
        for (int i = 0; i < 5; i++) {
            press(KeyCode.TAB);
        }
        onFx(background::requestFocus);
        settle();
        Node owner = onFx(() -> background.getScene().getFocusOwner());
        assertThat(owner).isNotSameAs(background);
        assertThat(answer).isNotDone();
    }

    @Test
    void aSecondQuestionLiesOnTop() {
        CompletableFuture<Boolean> first = ask(Confirm.of("First?", "One.", "Go"));
        CompletableFuture<Boolean> second = ask(Confirm.of("Second?", "Two.", "Go"));
        press(KeyCode.ENTER);
        assertThat(second).isCompletedWithValue(true);
        assertThat(first).isNotDone();
        press(KeyCode.ESCAPE);
        assertThat(first).isCompletedWithValue(false);
    }

    @Test
    void aPromptSaysWhatIsWrongAndStays() {
        CompletableFuture<Optional<String>> answer = onFx(() -> root.dialogs()
                .prompt(Prompt.password("Unlock", "", "Password", "Unlock")
                        .check(text -> text.length() < 3 ? Optional.of("Too short.") : Optional.empty()))
                .toCompletableFuture());
        settle();
        TextField input = find(root, ".password-field", PasswordField.class);
        onFx(() -> input.setText("ab"));
        press(KeyCode.ENTER);
        assertThat(answer).isNotDone();
        onFx(() -> input.setText("abc"));
        press(KeyCode.ENTER);
        assertThat(answer).isCompletedWithValue(Optional.of("abc"));
    }

    @Test
    void aToastOffersItsAction() {
        AtomicBoolean opened = new AtomicBoolean();
        onFx(() -> root.notifications()
                .show(new Notice(Tone.INFO, "The run has finished.", "Open", () -> opened.set(true))));
        settle();
        click(find(root, ".toast-action", Button.class));
        assertThat(opened).isTrue();
        assertThat(onFx(() -> root.lookupAll(".toast").size())).isZero();
    }
}
