package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.chat.ScriptedEngine.Asked;
import cultivar.app.chat.store.StoredAnswer;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void aViewThatFailsKeepsNobodyWaiting() {
        List<Asked> both = send("one");
        List<Throwable> thrown = new ArrayList<>();
        onFx(() -> {
            Turn turn = chat.model().conversation().leaf().orElseThrow();
            answer(turn, 0).textProperty().subscribe(text -> {
                if (!text.isEmpty()) {
                    throw new StackOverflowError("too deep");
                }
            });
            Thread window = Thread.currentThread();
            Thread.UncaughtExceptionHandler before = window.getUncaughtExceptionHandler();
            window.setUncaughtExceptionHandler((thread, error) -> thrown.add(error));
            both.get(0).says("words").ends();
            window.setUncaughtExceptionHandler(before);
        });
        assertThat(thrown).hasSize(1);
        assertThat(onFx(() -> chat.model().busy().get())).isTrue();
        onFx(() -> both.get(1).says("yes").ends());
        assertThat(onFx(() -> chat.model().busy().get())).isFalse();
        String id = onFx(() -> chat.model().chat().get());
        assertThat(chat.store.load(id).turns().getFirst().answers())
                .extracting(StoredAnswer::text)
                .containsExactly("words", "yes");
    }
}
