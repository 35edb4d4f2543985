package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.chat.ScriptedEngine.Asked;
import cultivar.app.chat.ask.Who;
import cultivar.runtime.text.ChatMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What columns know of what was said before. */
class RememberedChatTest extends ChatFxTest {
    @Test
    void theOldestQuestionsAreLeftOutInAllColumnsWhereOneHasNoRoomForThem() {
        engine.room = 12;
        onFx(() -> chat.model().system().set("Briefly."));
        List<Asked> first = send("one");
        onFx(() -> {
            first.get(0).says("short").ends();
            first.get(1).says("as long an answer as there can be").ends();
        });
        answerAll(send("two"), "by ");
        assertThat(texts(".chat-left-out")).isEmpty();
        List<Asked> third = send("three");
        assertThat(contents(third.get(0))).containsExactly("Briefly.", "two", "by Seedling", "three");
        assertThat(contents(third.get(1))).containsExactly("Briefly.", "two", "by defi-intents", "three");
        assertThat(texts(".chat-left-out")).containsExactly("The first question no longer fits and was left out.");
        answerAll(third, "by ");
        engine.room = 2;
        List<Asked> fourth = send("four");
        assertThat(fourth).allSatisfy(asked -> assertThat(contents(asked)).containsExactly("Briefly.", "four"));
        answerAll(fourth, "by ");
        engine.room = 1;
        List<Asked> fifth = send("one that never fits");
        assertThat(contents(fifth.getFirst()))
                .as("the engine says so")
                .containsExactly("Briefly.", "one that never fits");
        answerAll(fifth, "by ");

        String id = onFx(() -> chat.model().chat().get());
        restart();
        onFx(() -> chat.screen.past().open(id));
        settle();
        assertThat(texts(".chat-left-out"))
                .containsExactly(
                        "The first question no longer fits and was left out.",
                        "The first 3 questions no longer fit and were left out.",
                        "The first 4 questions no longer fit and were left out.");
    }

    @Test
    void aColumnRemembersWhatThoseHaveSaidWhoAnswerInItNow() {
        answerAll(send("one"), "said by ");
        onFx(() -> chat.screen.choose(chat.model().columns().get(1), Who.base("Seedling")));
        List<Asked> second = send("two");
        assertThat(second)
                .allSatisfy(asked -> assertThat(contents(asked)).containsExactly("one", "said by Seedling", "two"));
        answerAll(second, "said by ");
        Who other = ChatUnderTest.ADAPTERS.get(1).who();
        onFx(() -> {
            chat.screen.removeColumn(chat.model().columns().get(0));
            chat.screen.choose(chat.model().columns().get(0), other);
            chat.screen.addColumn();
        });
        List<Asked> third = send("three");
        assertThat(names()).containsExactly("move-questions", "defi-intents");
        assertThat(contents(third.get(0))).as("it has said nothing yet").containsExactly("three");
        assertThat(contents(third.get(1)))
                .as("in another column than before, without the question that it was not asked")
                .containsExactly("one", "said by defi-intents", "three");
    }

    @Test
    void twoColumnsOfOneAdapterRememberTheirOwnAnswers() {
        Who adapter = ChatUnderTest.ADAPTERS.getFirst().who();
        onFx(() -> chat.screen.choose(chat.model().columns().get(0), adapter));
        List<Asked> first = send("one");
        onFx(() -> {
            first.get(0).says("left").ends();
            first.get(1).says("right").ends();
            chat.model().columns().get(1).strength().set(0.5);
        });
        List<Asked> second = send("two");
        assertThat(contents(second.get(0))).containsExactly("one", "left", "two");
        assertThat(contents(second.get(1))).containsExactly("one", "right", "two");
    }

    private static List<String> contents(Asked asked) {
        return asked.messages.stream().map(ChatMessage::content).toList();
    }
}
