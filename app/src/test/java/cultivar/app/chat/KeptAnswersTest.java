package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.chat.ScriptedEngine.Asked;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of answers while they come. */
class KeptAnswersTest extends ChatFxTest {
    @Test
    void whatHasComeIsThereAfterTheStudioWasKilled() {
        List<Asked> both = send("one");
        onFx(() -> both.get(0).says("half an"));
        String id = onFx(() -> chat.model().chat().get());
        waitFor("it is kept", () -> kept(id).contains("half an"));
        onFx(() -> both.get(0).says(" answer"));
        waitFor("more of it is kept", () -> kept(id).contains("half an answer"));
        onFx(chat::close);
        onFx(() -> both.forEach(Asked::ends));
        open();
        onFx(() -> chat.screen.past().open(id));
        settle();
        assertThat(onFx(() ->
                        answer(chat.model().conversation().path().getFirst(), 0).text()))
                .isEqualTo("half an answer");
        assertThat(texts(".chat-answer .caption"))
                .contains("cut off when the studio closed", "No answer: it was not finished when the studio closed.");
    }

    private List<String> kept(String id) {
        return chat.store.load(id).turns().getFirst().answers().stream()
                .map(answer -> answer.text())
                .toList();
    }
}
