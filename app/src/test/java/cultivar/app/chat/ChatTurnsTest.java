package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/** Questions that are edited, answers that fail, and the branches between which one goes. */
class ChatTurnsTest extends ChatFxTest {
    @Test
    void shiftEnterStartsALineInAnEditedQuestion() {
        answerAll(send("one"), "a ");
        click(find(chat.root, ".chat-edit", Button.class));
        press(KeyCode.SHIFT, KeyCode.ENTER);
        press(KeyCode.X);
        assertThat(engine.asked).hasSize(2);
        press(KeyCode.ENTER);
        assertThat(questions()).containsExactly("one\nx");
    }
}
