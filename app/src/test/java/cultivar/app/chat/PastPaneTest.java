package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.chat.store.ChatSummary;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of past chats by keys alone. */
class PastPaneTest extends ChatFxTest {
    @BeforeEach
    void talk() {
        for (String question : List.of("one", "two", "three", "four")) {
            answerAll(send(question), "by ");
            onFx(() -> chat.screen.begin());
        }
        press(KeyCode.CONTROL, KeyCode.F);
    }

    @Test
    void theChatThatIsShownIsMarkedWhateverComesOfTheList() {
        assertThat(marked()).isEqualTo("");
        String second = onFx(() -> chat.model().past().get(1).title());
        press(KeyCode.DOWN);
        press(KeyCode.DOWN);
        press(KeyCode.ENTER);
        assertThat(onFx(() -> chat.model().title().get())).isEqualTo(second);
        answerAll(send("and then?"), "by ");
        assertThat(marked()).isEqualTo(second);
        onFx(() -> chat.screen.begin());
        assertThat(marked()).isEqualTo("");
        answerAll(send("five"), "by ");
        assertThat(marked()).isEqualTo("five");
    }

    @Test
    void severalAreDeletedOneAfterTheOther() {
        List<String> all = titles();
        press(KeyCode.DOWN);
        press(KeyCode.DELETE);
        press(KeyCode.DELETE);
        assertThat(titles()).isEqualTo(all.subList(2, 4));
        assertThat(marked()).isEqualTo(all.get(2));
        press(KeyCode.ENTER);
        press(KeyCode.DELETE);
        assertThat(marked()).as("the one below that which was shown").isEqualTo(all.get(3));
        press(KeyCode.DELETE);
        assertThat(titles()).isEmpty();
        answerAll(send("five"), "by ");
        assertThat(marked()).as("the first of a list").isEqualTo("five");
    }

    @Test
    void escapeEmptiesTheSearchAndThenLeavesIt() {
        onFx(() -> chat.model().search().set("two"));
        press(KeyCode.ESCAPE);
        assertThat(onFx(() -> chat.model().search().get())).isEmpty();
        press(KeyCode.ESCAPE);
        assertThat(onFx(() -> chat.root.lookup(".composer .text-area").isFocused()))
                .isTrue();
    }

    private List<String> titles() {
        settle();
        return onFx(() -> chat.model().past().stream().map(ChatSummary::title).toList());
    }

    private String marked() {
        settle();
        ListView<?> list = find(chat.root, "#chat-past-list", ListView.class);
        return onFx(() -> list.getSelectionModel().getSelectedItems().stream()
                .map(chosen -> ((ChatSummary) chosen).title())
                .collect(Collectors.joining(", ")));
    }
}
