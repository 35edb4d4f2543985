package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/** One to three columns, and who answers in them. */
class ChatColumnsTest extends ChatFxTest {
    @Test
    void aColumnThatIsAddedIsReadyToBeChosenIn() {
        click(find(chat.root, "#chat-column-add", Button.class));
        assertThat(onFx(() -> chat.root.getScene().getFocusOwner().getAccessibleText()))
                .isEqualTo("Who answers here: move-questions");
    }

    @Test
    void eachHeadStandsAboveItsAnswers() {
        click(find(chat.root, "#chat-column-add", Button.class));
        answerAll(send("one"), "by ");
        assertThat(lefts(".chat-head")).hasSize(3).isEqualTo(lefts(".chat-answer"));
    }

    private List<Long> lefts(String selector) {
        return onFx(() -> chat.root.lookupAll(selector).stream()
                .map(node ->
                        Math.round(node.localToScene(node.getLayoutBounds()).getMinX()))
                .sorted()
                .toList());
    }

    @Test
    void aSearchThatNobodyAnswersToSaysSo() {
        click(find(chat.root, ".chat-chooser", Button.class));
        WhoPicker picker = picker();
        onFx(() -> ((TextField) picker.lookup(".text-field")).setText("nobody"));
        settle();
        assertThat(find(picker, ".chat-past-none", Label.class).getText())
                .isEqualTo("No adapter or base is called that.");
    }

    @Test
    void theSecondInTheListIsOneKeyAway() {
        click(find(chat.root, ".chat-chooser", Button.class));
        WhoPicker picker = picker();
        waitFor("the list takes keys", () -> picker.lookup(".text-field").isFocused());
        press(KeyCode.DOWN);
        press(KeyCode.ENTER);
        assertThat(names()).containsExactly("defi-intents", "defi-intents");
    }

    @Test
    void theNoteTellsWhatIsAskedOfOneColumnOrSeveral() {
        assertThat(texts(".chat-foot .caption")).anyMatch(text -> text.startsWith("Each column remembers"));
        click(find(chat.root, ".chat-column-remove", Button.class));
        assertThat(texts(".chat-foot .caption")).noneMatch(text -> text.contains("column"));
    }
}
