package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.chat.ScriptedEngine.Asked;
import cultivar.app.chat.ask.Draw;
import cultivar.app.chat.ask.Who;
import cultivar.app.chat.store.ChatSummary;
import cultivar.ui.test.Accessibility;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/** The chat as a person uses it, on an engine that answers what the test says. */
class ChatScreenTest extends ChatFxTest {
    @Test
    void comparesBaseAndAdapterOnTheSameSeedAndSettings() {
        type("What is staking?");
        press(KeyCode.ENTER);
        List<Asked> both = engine.last(2);
        assertThat(both)
                .extracting(asked -> asked.who)
                .containsExactly(
                        Who.base("Seedling"), ChatUnderTest.ADAPTERS.getFirst().who());
        assertThat(both.get(0).draw).isEqualTo(both.get(1).draw);
        assertThat(both.get(0).messages).isEqualTo(both.get(1).messages);
        onFx(() -> both.get(0).says("Locking **coins**."));
        settle();
        assertThat(texts(".caption")).contains("Answering\u2026");
        onFx(() -> {
            both.get(0).ends();
            both.get(1).says("{\"action\": \"stake\"}").ends();
        });
        settle();
        assertThat(texts(".chat-who")).containsExactly("Seedling, no adapter", "defi-intents adapter \u00d7 1.00");
        assertThat(texts(".chat-answer .caption"))
                .anyMatch(text -> text.contains("31 tokens/s")
                        && text.contains("first after 0.21 s")
                        && text.contains("ended by itself"));
        assertThat(chat.answered).isEqualTo(1);
        Button hash = onFx(() -> chat.root.lookupAll(".chat-hash").stream()
                .filter(ChatFxTest::shown)
                .map(Button.class::cast)
                .findFirst()
                .orElseThrow());
        String full = ScriptedEngine.hash(both.get(1).who);
        assertThat(hash.getText()).isEqualTo(full.substring(0, 8));
        assertThat(hash.getTooltip().getText()).contains(full);
        click(hash);
        assertThat(onFx(() -> Clipboard.getSystemClipboard().getString())).isEqualTo(full);
        assertThat(onFx(() -> {
                    hash.fire();
                    return hash.getText();
                }))
                .isEqualTo("Copied");
        waitFor("the hash again", () -> hash.getText().equals(full.substring(0, 8)));
        Accessibility.assertAccessible(chat.root);
    }

    @Test
    void shiftEnterStartsALineAndEscapeStops() {
        type("one");
        press(KeyCode.SHIFT, KeyCode.ENTER);
        assertThat(engine.asked).isEmpty();
        press(KeyCode.ENTER);
        onFx(() -> engine.last("Seedling").says("half an"));
        settle();
        press(KeyCode.ESCAPE);
        assertThat(onFx(() -> chat.model().busy().get())).isFalse();
        assertThat(texts(".chat-answer .caption")).anyMatch(text -> text.contains("stopped"));
        assertThat(onFx(() ->
                        answer(chat.model().conversation().path().getFirst(), 0).text()))
                .isEqualTo("half an");
    }

    @Test
    void eachColumnRemembersItsOwnConversation() {
        answerAll(send("one"), "first by ");
        List<Asked> second = send("two");
        assertThat(second.get(1).messages)
                .extracting(message -> message.content())
                .containsExactly("one", "first by defi-intents", "two");
        assertThat(second.get(0).messages)
                .extracting(message -> message.content())
                .containsExactly("one", "first by Seedling", "two");
        answerAll(second, "");
        onFx(() -> {
            chat.model().remembering().set(false);
            chat.model().system().set("Be brief.");
        });
        assertThat(send("three").getFirst().messages)
                .extracting(message -> message.role() + " " + message.content())
                .containsExactly("system Be brief.", "user three");
    }

    @Test
    void upToThreeColumnsAreAddedChosenAndRemoved() {
        click(find(chat.root, "#chat-column-add", Button.class));
        assertThat(names()).containsExactly("Seedling", "defi-intents", "move-questions");
        assertThat(find(chat.root, "#chat-column-add", Button.class).isDisabled())
                .isTrue();
        click(find(chat.root, ".chat-column-remove", Button.class));
        assertThat(names()).containsExactly("defi-intents", "move-questions");
        click(find(chat.root, ".chat-chooser", Button.class));
        WhoPicker picker = picker();
        onFx(() -> choose(picker, "HOUSE"));
        settle();
        assertThat(names()).containsExactly("house-style", "move-questions");
    }

    @Test
    void anEditedQuestionAndAnotherTryAreBranches() {
        List<Asked> first = send("one");
        answerAll(first, "a ");
        List<Asked> second = send("two");
        answerAll(second, "b ");
        click(find(chat.root, ".chat-edit", Button.class));
        TextArea area = find(chat.root, ".chat-edit-area", TextArea.class);
        onFx(() -> area.setText("one, but better"));
        press(KeyCode.ENTER);
        List<Asked> edited = engine.last(2);
        assertThat(edited.getFirst().messages)
                .extracting(message -> message.content())
                .containsExactly("one, but better");
        answerAll(edited, "c ");
        assertThat(questions()).containsExactly("one, but better");
        assertThat(texts(".chat-branch")).containsExactly("2/2");

        click(find(chat.root, ".chat-another", Button.class));
        assertThat(engine.last(2).getFirst().draw.seed())
                .isEqualTo(first.getFirst().draw.seed() + 1);
        answerAll(engine.last(2), "d ");
        assertThat(texts(".chat-branch")).containsExactly("3/3");
        click(find(chat.root, ".chat-again", Button.class));
        assertThat(engine.last(2).getFirst().draw.seed())
                .isEqualTo(first.getFirst().draw.seed() + 1);
        answerAll(engine.last(2), "e ");
        assertThat(texts(".chat-branch")).containsExactly("4/4");
        for (int i = 0; i < 3; i++) {
            click(find(chat.root, ".chat-branch-before", Button.class));
        }
        assertThat(questions()).containsExactly("one", "two");
    }

    @Test
    void aPersonComparesStopsBranchesAndVotesByKeysAndPointerAlone() {
        click(find(chat.root, ".composer .text-area", TextArea.class));
        for (KeyCode key : new KeyCode[] {KeyCode.H, KeyCode.I}) {
            press(key);
        }
        press(KeyCode.ENTER);
        assertThat(engine.last(2))
                .extracting(asked -> asked.messages.getLast().content())
                .containsOnly("hi");
        onFx(() -> engine.last(2).forEach(asked -> asked.says("hello from " + asked.who.name())));
        settle();
        click(find(chat.root, ".send-button", Button.class));
        assertThat(texts(".chat-answer .caption").stream().filter(text -> text.contains("stopped")))
                .hasSize(2);

        click(find(chat.root, ".chat-edit", Button.class));
        for (KeyCode key : new KeyCode[] {KeyCode.A, KeyCode.B}) {
            press(key);
        }
        click(find(chat.root, ".chat-edit-ask", Button.class));
        assertThat(questions()).containsExactly("hiab");
        answerAll(engine.last(2), "hello again from ");
        click(find(chat.root, ".chat-branch-before", Button.class));
        assertThat(questions()).containsExactly("hi");

        click(find(chat.root, "#chat-blind", ToggleButton.class));
        click(find(chat.root, ".chat-again", Button.class));
        answerAll(engine.last(2), "by ");
        assertThat(texts(".chat-who")).containsExactly("Answer 1", "Answer 2");
        click(find(chat.root, ".chat-vote-0", Button.class));
        Turn turn = onFx(() -> chat.model().conversation().path().getFirst());
        assertThat(texts(".chat-who").getFirst())
                .startsWith(turn.answers().getFirst().who().name());
        assertThat(chat.store.votes().all()).hasSize(1);
        assertThat(texts(".chat-branch")).containsExactly("3/3");
    }

    @Test
    void pastChatsAreListedSearchedRenamedDeletedAndComeBack() throws Exception {
        answerAll(send("How do I stake?"), "Staking by ");
        press(KeyCode.CONTROL, KeyCode.N);
        assertThat(questions()).isEmpty();
        answerAll(send("What is a module?"), "A module by ");
        assertThat(onFx(() ->
                        chat.model().past().stream().map(ChatSummary::title).toList()))
                .containsExactlyInAnyOrder("What is a module?", "How do I stake?");
        press(KeyCode.CONTROL, KeyCode.F);
        assertThat(onFx(() -> chat.root.getScene().getFocusOwner().getId())).isEqualTo("chat-search");
        onFx(() -> chat.model().search().set("staking BY"));
        assertThat(onFx(() -> chat.model().past().size()))
                .as("more may be typed")
                .isEqualTo(2);
        waitFor("the search", () -> chat.model().past().size() == 1);
        List<ChatSummary> found = onFx(() -> List.copyOf(chat.model().past()));
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().excerpt()).contains("Staking by");
        onFx(() -> chat.screen.past().open(found.getFirst().id()));
        assertThat(questions()).containsExactly("How do I stake?");
        onFx(() -> {
            chat.model().search().set("");
            chat.screen.past().rename(found.getFirst().id(), "Stake");
        });
        assertThat(onFx(() -> chat.model().title().get())).isEqualTo("Stake");
        ChatSummary renamed = onFx(() -> chat.model().past().stream()
                .filter(each -> each.title().equals("Stake"))
                .findFirst()
                .orElseThrow());
        onFx(() -> chat.screen.past().delete(renamed));
        settle();
        assertThat(onFx(() -> chat.model().past().size())).isEqualTo(1);
        assertThat(questions()).isEmpty();
        click(find(chat.root, ".toast-action", Button.class));
        assertThat(onFx(() -> chat.model().past().size())).isEqualTo(2);
        assertThat(questions()).containsExactly("How do I stake?");

        Path rows = folder.resolve("rows.jsonl");
        Path text = folder.resolve("chat.md");
        onFx(() -> {
            chat.screen.past().exportRows(rows);
            chat.screen.past().exportMarkdown(text);
        });
        assertThat(Files.readString(text))
                .contains("# Stake", "> How do I stake?", "### Seedling (base)", "Staking by Seedling");
        assertThat(Files.readAllLines(rows)).hasSize(2);
    }

    @Test
    void settingsAreSavedAsAPresetAndChosen() {
        onFx(() -> {
            chat.model().draw().set(Numbers.minP(Draw.BALANCED, 0.3));
            chat.screen.past().savePreset("Mine");
            chat.model().draw().set(Draw.CREATIVE);
        });
        settle();
        assertThat(texts("#chat-settings")).containsExactly("Creative");
        onFx(() -> chat.model().draw().set(chat.model().presets().getFirst().draw()));
        settle();
        assertThat(texts("#chat-settings")).containsExactly("Mine");
    }

    @Test
    void columnsScrollTogetherOrEachByItself() {
        answerAll(send("one"), "line\n\n".repeat(60));
        assertThat(onFx(() -> chat.root.lookupAll(".chat-turns").size())).isEqualTo(1);
        onFx(() -> chat.model().locked().set(false));
        settle();
        assertThat(onFx(() -> chat.root.lookupAll(".chat-turns").size())).isEqualTo(2);
        assertThat(texts(".chat-who")).hasSize(2);
        onFx(() -> chat.model().locked().set(true));
        settle();
        assertThat(onFx(() -> chat.root.lookupAll(".chat-turns").size())).isEqualTo(1);
        assertThat(texts(".chat-who")).hasSize(2);
    }

    @Test
    void theEndOfAnAnswerStaysInViewWhileItComes() {
        answerAll(send("one"), "line\n\n".repeat(60));
        List<Asked> both = send("two");
        FollowingScroll scroll = find(chat.root, ".chat-locked .scroll-pane", FollowingScroll.class);
        for (int i = 0; i < 12; i++) {
            onFx(() -> both.getFirst().says("a line\n\n```\none\ntwo\nthree\nfour\nfive\n```\n\n"));
            settle();
            assertThat(onFx(() -> scroll.getVvalue())).isEqualTo(1);
        }
        onFx(() -> scroll.setVvalue(0.5));
        onFx(() -> both.getFirst().says("more\n\nand more\n\n"));
        settle();
        assertThat(onFx(() -> scroll.getVvalue())).isBetween(0.4, 0.6);
    }

    @Test
    void whatHasComeIsKeptWhenTheStudioCloses() {
        List<Asked> both = send("one");
        onFx(() -> {
            both.get(0).says("half an");
            both.forEach(each -> each.deaf = true);
        });
        String id = onFx(() -> chat.model().chat().get());
        restart();
        onFx(() -> chat.screen.past().open(id));
        settle();
        assertThat(onFx(() ->
                        answer(chat.model().conversation().path().getFirst(), 0).text()))
                .isEqualTo("half an");
        assertThat(texts(".chat-answer .caption"))
                .contains("cut off when the studio closed", "No answer: it was not finished when the studio closed.");
        assertThat(chat.answered).isZero();
    }

    @Test
    void aNewChatHasNoneOfTheOldOnesInstructions() {
        onFx(() -> chat.model().system().set("Be brief."));
        answerAll(send("one"), "by ");
        press(KeyCode.CONTROL, KeyCode.N);
        assertThat(send("two").getFirst().messages)
                .extracting(message -> message.content())
                .containsExactly("two");
    }

    @Test
    void tabLeavesTheQuestion() {
        type("one");
        press(KeyCode.TAB);
        TextArea area = find(chat.root, ".composer .text-area", TextArea.class);
        assertThat(area.getText()).isEqualTo("one");
        assertThat(area.isFocused()).isFalse();
        press(KeyCode.SHIFT, KeyCode.TAB);
        assertThat(area.isFocused()).isTrue();
    }

    @Test
    void theComposerWaitsForWordsAfterAPersonHasAskedOrChosen() {
        click(find(chat.root, ".chat-example", Button.class));
        assertThat(composing()).as("after an example").isTrue();
        answerAll(engine.last(2), "a ");
        click(find(chat.root, ".chat-again", Button.class));
        assertThat(composing()).as("after another try").isTrue();
        answerAll(engine.last(2), "b ");
        click(find(chat.root, ".chat-edit", Button.class));
        press(KeyCode.X);
        press(KeyCode.ENTER);
        assertThat(composing()).as("after an edited question").isTrue();
        answerAll(engine.last(2), "c ");
        click(find(chat.root, ".chat-chooser", Button.class));
        WhoPicker picker = picker();
        onFx(() -> choose(picker, "HOUSE"));
        settle();
        assertThat(composing()).as("after who answers").isTrue();
        click(find(chat.root, ".chat-column-remove", Button.class));
        assertThat(composing()).as("after a column less").isTrue();
        click(find(chat.root, "#chat-new", Button.class));
        assertThat(composing()).as("after a new chat").isTrue();
        onFx(() -> chat.screen.answerOn("SmolLM2"));
        settle();
        onFx(() -> chat.bases.open());
        settle();
        assertThat(composing()).as("after another base").isTrue();
        onFx(() -> {
            chat.root.lookup("#chat-past").requestFocus();
            chat.screen.choose(ChatUnderTest.ADAPTERS.getLast().folder());
        });
        settle();
        assertThat(composing()).as("after coming here for an adapter").isTrue();
    }

    private boolean composing() {
        return onFx(() -> chat.root.lookup(".composer .text-area").isFocused());
    }

    @Test
    void onlyWhatIsJsonIsShownAsCode() {
        answerAll(send("one"), "{name} is for you, ");
        assertThat(onFx(() -> chat.root.lookupAll(".chat-answer .md-code-block").size()))
                .isZero();
        List<Asked> both = send("two");
        onFx(() -> both.forEach(each -> each.says("[ {\"a\": 1} ]").ends()));
        settle();
        assertThat(onFx(() -> chat.root.lookupAll(".chat-answer .md-code-block").size()))
                .isEqualTo(2);
    }
}
