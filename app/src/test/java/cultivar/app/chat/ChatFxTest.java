package cultivar.app.chat;

import cultivar.app.chat.ScriptedEngine.Asked;
import cultivar.ui.test.FxTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A chat in a window, and what a person does and sees there. */
abstract class ChatFxTest extends FxTest {
    @TempDir
    Path folder;

    final ScriptedEngine engine = new ScriptedEngine();
    ChatUnderTest chat;

    @BeforeEach
    void open() {
        chat = onFx(() -> new ChatUnderTest(folder.resolve("chats.db"), engine));
        show(chat.root, 1000, 720);
    }

    @AfterEach
    void close() {
        onFx(chat::close);
    }

    /** The studio is closed and started again. */
    final void restart() {
        onFx(() -> {
            chat.screen.close();
            chat.close();
        });
        open();
    }

    final List<Asked> send(String question) {
        onFx(() -> chat.screen.talk().send(question));
        settle();
        return engine.last(onFx(() -> chat.model().columns().size()));
    }

    final void answerAll(List<Asked> asked, String beginning) {
        onFx(() -> asked.forEach(each -> each.says(beginning + each.who.name()).ends()));
        settle();
    }

    final void type(String text) {
        TextArea area = find(chat.root, ".composer .text-area", TextArea.class);
        onFx(() -> {
            area.requestFocus();
            area.setText(text);
        });
    }

    final List<String> names() {
        return onFx(() -> chat.model().columns().stream()
                .map(column -> column.who().get().name())
                .toList());
    }

    final List<String> questions() {
        settle();
        return onFx(() ->
                chat.model().conversation().path().stream().map(Turn::question).toList());
    }

    final List<String> texts(String selector) {
        return onFx(() -> chat.root.lookupAll(selector).stream()
                .filter(node -> node instanceof Labeled && shown(node))
                .map(node -> ((Labeled) node).getText())
                .toList());
    }

    /** What the column of a slot answered. */
    static Answer answer(Turn turn, int slot) {
        return turn.answers().stream()
                .filter(answer -> answer.slot() == slot)
                .findFirst()
                .orElseThrow();
    }

    static boolean shown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    static WhoPicker picker() {
        return onFx(() -> (WhoPicker) Window.getWindows().stream()
                .map(window -> window.getScene().getRoot().lookup(".who-picker"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow());
    }

    static void choose(WhoPicker picker, String search) {
        TextField field = (TextField) picker.lookup(".text-field");
        field.setText(search);
        field.fireEvent(new ActionEvent());
    }
}
