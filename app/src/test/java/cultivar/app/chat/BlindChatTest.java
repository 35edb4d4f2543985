package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cultivar.app.chat.ScriptedEngine.Asked;
import cultivar.app.chat.store.ChatText;
import cultivar.app.chat.store.Tally;
import cultivar.app.chat.store.Vote;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names stay hidden until a vote, whatever happens. */
class BlindChatTest extends ChatFxTest {
    @Test
    void blindHidesNamesShufflesAndTellsAfterTheVote() {
        onFx(() -> {
            chat.screen.addColumn();
            chat.model().blind().set(true);
        });
        Set<List<String>> orders = new java.util.HashSet<>();
        for (int i = 0; i < 8; i++) {
            List<Asked> all = send("question " + i);
            answerAll(all, "said by ");
            Turn turn = onFx(() -> chat.model().conversation().leaf().orElseThrow());
            orders.add(
                    turn.answers().stream().map(answer -> answer.who().name()).collect(Collectors.toList()));
        }
        assertThat(orders.size()).as("columns are shuffled for each question").isGreaterThan(1);
        assertThat(texts(".chat-who")).allMatch(text -> text.startsWith("Answer "));
        assertThat(texts(".chat-hash")).isEmpty();
        assertThat(texts(".chat-answer .caption")).noneMatch(text -> text.contains("tokens/s"));

        Turn turn = onFx(() -> chat.model().conversation().leaf().orElseThrow());
        onFx(() -> chat.root.lookupAll(".chat-vote-1").stream()
                .map(Button.class::cast)
                .reduce((one, other) -> other)
                .orElseThrow()
                .fire());
        settle();
        Answer best = turn.answers().get(1);
        assertThat(texts(".chat-who"))
                .anyMatch(text -> text.startsWith(best.who().name()));
        assertThat(texts(".chat-vote .caption"))
                .contains("You found Middle the best: " + best.who().name());
        assertThat(onFx(() -> chat.root.lookup(".composer .text-area").isFocused()))
                .as("the next question can be written")
                .isTrue();
        List<Vote> votes = chat.store.votes().all();
        assertThat(votes).hasSize(1);
        Vote vote = votes.getFirst();
        assertThat(vote.messages().getLast().content()).isEqualTo("question 7");
        assertThat(vote.candidates()).hasSize(3);
        assertThat(vote.candidates().get(1).best()).isTrue();
        assertThat(vote.candidates().get(1).text())
                .isEqualTo("said by " + best.who().name());
        assertThat(chat.store.votes().tallies().getFirst())
                .extracting(Tally::name, Tally::votes, Tally::best)
                .containsExactly(best.who().name(), 1, 1);
        Path file = folder.resolve("preferences.jsonl");
        onFx(() -> chat.screen.past().exportVotes(file));
        assertThat(file)
                .content()
                .contains("\"chosen\":[{\"role\":\"assistant\",\"content\":\"said by "
                        + best.who().name())
                .hasLineCount(2);
    }

    @Test
    void narrowColumnsThatScrollApartAreNotCutByTheVote() {
        onFx(() -> {
            chat.screen.addColumn();
            chat.model().blind().set(true);
            chat.model().locked().set(false);
            chat.model().pastShown().set(true);
        });
        answerAll(send("one"), "by ");
        Region lane = find(chat.root, ".chat-turns", Region.class);
        for (String part : List.of(".chat-answer", ".chat-vote-bad")) {
            Node node = find(lane, part, Node.class);
            assertThat(onFx(() -> lane.sceneToLocal(node.localToScene(node.getBoundsInLocal()))
                            .getMaxX()))
                    .as(part)
                    .isLessThanOrEqualTo(onFx(() -> ((ScrollPane) chat.root.lookup(".chat-free .scroll-pane"))
                            .getViewportBounds()
                            .getWidth()));
        }
    }

    @Test
    void anAnswerThatFailedTellsNobodyAndIsNoChoice() {
        onFx(() -> {
            chat.screen.addColumn();
            chat.model().blind().set(true);
        });
        send("one");
        onFx(() -> {
            engine.last("Seedling").says("yes").ends();
            engine.last("defi-intents").fails("The adapter in adapters/defi-intents is damaged.");
            engine.last("move-questions").says("no").ends();
        });
        settle();
        assertThat(texts(".chat-answer .caption")).contains("No answer").noneMatch(text -> text.contains("defi"));
        Turn turn = onFx(() -> chat.model().conversation().leaf().orElseThrow());
        int failed = answer(turn, 1).place();
        assertThat(find(chat.root, ".chat-vote-" + failed, Button.class).isDisabled())
                .isTrue();
        String id = onFx(() -> chat.model().chat().get());
        restart();
        onFx(() -> chat.screen.past().open(id));
        settle();
        assertThat(find(chat.root, ".chat-vote-" + failed, Button.class).isDisabled())
                .as("after a restart too")
                .isTrue();
        click(find(chat.root, ".chat-vote-" + answer(turn, 0).place(), Button.class));
        assertThat(texts(".chat-answer .caption"))
                .contains("No answer: The adapter in adapters/defi-intents is damaged.");
        assertThat(chat.store.votes().all().getFirst().candidates())
                .extracting(Vote.Candidate::name)
                .containsExactlyInAnyOrder("Seedling", "move-questions");
    }

    @Test
    void whereOnlyOneAnsweredThereIsNothingToVoteOn() {
        onFx(() -> chat.model().blind().set(true));
        send("one");
        onFx(() -> engine.last("defi-intents").fails("The adapter is damaged."));
        settle();
        assertThat(texts(".chat-answer .caption")).contains("No answer");
        onFx(() -> engine.last("Seedling").says("yes").ends());
        settle();
        List<String> told = texts(".chat-answer .caption");
        assertThat(told).contains("No answer: The adapter is damaged.", "Seedling, no adapter");
        assertThat(texts(".chat-vote .button")).isEmpty();
        String id = onFx(() -> chat.model().chat().get());
        assertThat(ChatText.markdown(chat.store.load(id))).contains("### Seedling (base)");
        restart();
        onFx(() -> chat.screen.past().open(id));
        settle();
        assertThat(texts(".chat-answer .caption")).containsExactlyElementsOf(told);
    }

    @Test
    void anAnswerWithoutAWordCanOnlyLose() {
        onFx(() -> chat.model().blind().set(true));
        send("one");
        onFx(() -> {
            engine.last("Seedling").ends();
            engine.last("defi-intents").says("yes").ends();
        });
        settle();
        Turn turn = onFx(() -> chat.model().conversation().leaf().orElseThrow());
        assertThat(find(chat.root, ".chat-vote-" + answer(turn, 0).place(), Button.class)
                        .isDisabled())
                .isTrue();
        click(find(chat.root, ".chat-vote-" + answer(turn, 1).place(), Button.class));
        assertThat(chat.store.votes().tallies())
                .extracting(Tally::name, Tally::best, Tally::lost)
                .containsExactly(tuple("defi-intents", 1, 0), tuple("Seedling", 0, 1));
    }

    @Test
    void noColumnsStrengthIsMovedWhileItAnswersHidden() {
        onFx(() -> chat.model().blind().set(true));
        Slider slider = onFx(() -> chat.root.lookupAll(".chat-strength").stream()
                .filter(ChatFxTest::shown)
                .map(Slider.class::cast)
                .findFirst()
                .orElseThrow());
        List<Asked> both = send("one");
        assertThat(slider.isDisabled()).isTrue();
        answerAll(both, "by ");
        assertThat(slider.isDisabled()).isFalse();
        onFx(() -> chat.model().blind().set(false));
        send("two");
        assertThat(slider.isDisabled()).isFalse();
    }

    @Test
    void namesStayHiddenOverARestartAndAVoteIsKnownAfterIt() {
        onFx(() -> chat.model().blind().set(true));
        answerAll(send("one"), "by ");
        String id = onFx(() -> chat.model().chat().get());
        restart();
        onFx(() -> chat.screen.past().open(id));
        settle();
        assertThat(texts(".chat-who")).containsExactly("Answer 1", "Answer 2");
        assertThat(chat.answered).as("a column that nobody knows of").isZero();
        click(find(chat.root, ".chat-vote-1", Button.class));
        List<String> told = texts(".chat-who");
        assertThat(told).noneMatch(text -> text.startsWith("Answer "));
        assertThat(chat.answered).isEqualTo(1);
        Vote vote = chat.store.votes().all().getFirst();
        restart();
        onFx(() -> chat.screen.past().open(id));
        settle();
        assertThat(texts(".chat-who")).isEqualTo(told);
        assertThat(texts(".chat-vote .caption"))
                .containsExactly(
                        "You found Right the best: " + vote.candidates().get(1).name());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aVoteKeepsTheConversationThatWasAsked(boolean restarted) {
        onFx(() -> chat.model().blind().set(true));
        answerAll(send("one"), "by ");
        onFx(() -> {
            chat.model().remembering().set(false);
            chat.model().system().set("Be brief.");
        });
        answerAll(send("two"), "by ");
        onFx(() -> {
            chat.model().remembering().set(true);
            chat.model().system().set("Be long.");
        });
        if (restarted) {
            String id = onFx(() -> chat.model().chat().get());
            restart();
            onFx(() -> chat.screen.past().open(id));
            settle();
        }
        click(() -> chat.root.lookupAll(".chat-vote-0").stream()
                .reduce((one, other) -> other)
                .orElseThrow());
        assertThat(chat.store.votes().all().getFirst().messages())
                .extracting(message -> message.content())
                .containsExactly("Be brief.", "two");
    }
}
