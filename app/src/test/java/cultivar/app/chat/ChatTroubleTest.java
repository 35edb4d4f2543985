package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.chat.ScriptedEngine.Asked;
import cultivar.app.chat.ask.Readiness;
import cultivar.ui.screen.ScreenState;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.ListCell;
import org.junit.jupiter.api.Test;

/** What befalls a chat: answers that fail, an engine that goes and comes back, adapters and bases that are not there. */
class ChatTroubleTest extends ChatFxTest {
    @Test
    void anAnswerThatFailsSaysWhyAndTheOthersGoOn() {
        List<Asked> both = send("one");
        onFx(() -> both.get(1).fails("The adapter is damaged."));
        settle();
        assertThat(texts(".chat-answer .caption")).contains("No answer: The adapter is damaged.");
        assertThat(onFx(() -> chat.model().busy().get())).isTrue();
        onFx(() -> both.get(0).says("yes").ends());
        assertThat(onFx(() -> chat.model().busy().get())).isFalse();
    }

    @Test
    void whoCannotBeAskedKeepsNobodyWaiting() {
        engine.unreachable.add("Seedling");
        onFx(() -> chat.screen.talk().send("one"));
        settle();
        assertThat(texts(".chat-answer .caption")).contains("No answer: Seedling cannot be asked.");
        onFx(() -> engine.last("defi-intents").says("yes").ends());
        assertThat(onFx(() -> chat.model().busy().get())).isFalse();
    }

    @Test
    void theEngineMayFailAndComeBack() {
        onFx(() -> chat.readiness.set(new Readiness.Failed("Out of memory")));
        assertThat(onFx(() -> chat.model().state().get())).isEqualTo(ScreenState.FAILED);
        onFx(() -> chat.readiness.set(new Readiness.Ready("Seedling", Path.of("models", "seedling"))));
        assertThat(onFx(() -> chat.model().state().get())).isEqualTo(ScreenState.READY);
        assertThat(names()).containsExactly("Seedling", "defi-intents");

        onFx(() -> chat.readiness.set(new Readiness.Starting()));
        assertThat(onFx(() -> chat.model().state().get()))
                .as("one that is started anew takes no talk out of sight")
                .isEqualTo(ScreenState.READY);
    }

    @Test
    void theChatStaysWhereTheAdaptersCannotBeReadAgain() {
        answerAll(send("one"), "by ");
        onFx(() -> {
            chat.unreadable = new IllegalStateException("the disk is gone");
            chat.screen.retry();
        });
        settle();
        assertThat(onFx(() -> chat.model().state().get())).isEqualTo(ScreenState.READY);
        assertThat(names()).containsExactly("Seedling", "defi-intents");
        assertThat(texts(".toast .label"))
                .anyMatch(text -> text.contains("The adapters could not be read again: the disk is gone"));
    }

    @Test
    void anAdapterOfAnotherBaseHasItsBaseOpened() {
        ChatAdapter.Base smol = new ChatAdapter.Base("SmolLM2", Path.of("models", "SmolLM2"));
        ChatAdapter other = new ChatAdapter("poems", Path.of("adapters", "poems"), List.of(), smol, false);
        onFx(() -> {
            chat.adapters.replaceAll(adapter -> new ChatAdapter(
                    adapter.name(),
                    adapter.folder(),
                    adapter.examples(),
                    new ChatAdapter.Base("Seedling", Path.of("models", "seedling")),
                    false));
            chat.adapters.addFirst(other);
            chat.screen.retry();
        });
        settle();
        assertThat(names()).containsExactly("Seedling", "defi-intents");
        click(find(chat.root, ".chat-chooser", Button.class));
        WhoPicker picker = picker();
        assertThat(entries(picker))
                .contains("poems (opens SmolLM2)", "SmolLM2, another base")
                .doesNotContain("Seedling, another base");
        onFx(() -> choose(picker, "poems"));
        assertThat(chat.bases.chosen).containsExactly("SmolLM2");
        assertThat(onFx(() -> chat.model().state().get())).isEqualTo(ScreenState.LOADING);
        onFx(() -> chat.bases.fail("It is not on this machine."));
        settle();
        assertThat(texts(".toast .label")).containsOnlyOnce("The other base cannot answer. It is not on this machine.");
        assertThat(texts(".toast .label")).noneMatch(text -> text.contains("cultivar chat"));
        assertThat(names()).containsExactly("Seedling", "defi-intents");

        onFx(() -> {
            chat.screen.choose(other.folder());
            chat.bases.open();
        });
        assertThat(names()).containsExactly("SmolLM2", "poems");
        assertThat(send("one")).extracting(asked -> asked.who.name()).containsExactly("SmolLM2", "poems");
        answerAll(engine.last(2), "by ");

        onFx(() -> {
            chat.screen.answerOn("Seedling");
            chat.bases.open();
        });
        assertThat(names()).containsExactly("Seedling");
    }

    private static List<String> entries(WhoPicker picker) {
        return onFx(() -> picker.lookupAll(".list-cell").stream()
                .map(cell -> (ListCell<?>) cell)
                .filter(cell -> !cell.isEmpty())
                .map(ListCell::getText)
                .toList());
    }
}
