package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.chat.ScriptedEngine.Asked;
import cultivar.app.chat.store.StoredAnswer;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
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
    void anAnswerStoppedBeforeItsFirstWordHasNoSpeed() {
        send("one");
        press(KeyCode.ESCAPE);
        assertThat(texts(".chat-answer .caption"))
                .contains("no tokens\u2002\u00b7\u2002stopped")
                .noneMatch(text -> text.contains("tokens/s"));
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

    @Test
    void aBranchOfAnEarlyQuestionIsSeenWhereItIs() {
        answerAll(send("one"), "short, by ");
        List<Node> first = cards();
        answerAll(send("two"), "line\n\n".repeat(60));
        Turn early = onFx(() -> chat.model().conversation().path().getFirst());
        onFx(() -> chat.screen.talk().again(early));
        settle();
        answerAll(engine.last(2), "again, by ");
        click(find(chat.root, ".chat-branch-before", Button.class));
        assertThat(questions()).containsExactly("one", "two");
        FollowingScroll scroll = find(chat.root, ".chat-locked .scroll-pane", FollowingScroll.class);
        assertThat(onFx(() -> scroll.getVvalue()))
                .as("the first question is still seen")
                .isZero();
        assertThat(focused()).contains("chat-branch-after");
        assertThat(cards()).as("no second view of a turn is made").containsExactlyElementsOf(first);
        press(KeyCode.SPACE);
        assertThat(questions()).containsExactly("one");
        assertThat(focused()).contains("chat-branch-before");
        onFx(() -> chat.screen.talk().again(early));
        settle();
        answerAll(engine.last(2), "once more, by ");
        click(find(chat.root, ".chat-branch-before", Button.class));
        assertThat(texts(".chat-branch")).containsExactly("2/3");
        assertThat(focused()).contains("chat-branch-before");
    }

    private List<String> focused() {
        return onFx(() -> List.copyOf(chat.root.getScene().getFocusOwner().getStyleClass()));
    }

    private List<Node> cards() {
        return onFx(() -> chat.root.lookupAll(".chat-answer").stream()
                .filter(card ->
                        ((AnswerCard) card).accessibleTextProperty().get().startsWith("short"))
                .toList());
    }
}
