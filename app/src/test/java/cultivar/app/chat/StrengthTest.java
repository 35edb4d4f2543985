package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.chat.ScriptedEngine.Asked;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import org.junit.jupiter.api.Test;

/** How strong adapters answer, and what is told of it. */
class StrengthTest extends ChatFxTest {
    @Test
    void theStrengthOfAColumnChangesWhileItAnswers() {
        List<Asked> asked = send("one");
        onFx(() -> chat.model().columns().get(1).strength().set(0.5));
        assertThat(asked.get(1).strengths).containsExactly(0.5);
        assertThat(asked.get(0).strengths).isEmpty();
        onFx(() -> asked.get(1).says("x"));
        settle();
        assertThat(texts(".chat-who")).as("nothing has come at it yet").contains("defi-intents adapter \u00d7 1.00");
        onFx(() -> asked.get(1).says(" y").ends());
        settle();
        assertThat(texts(".chat-who")).contains("defi-intents adapter \u00d7 1.00 \u2192 0.50");
        String id = onFx(() -> chat.model().chat().get());
        onFx(() -> asked.get(0).says("x").ends());
        restart();
        onFx(() -> chat.screen.past().open(id));
        settle();
        assertThat(texts(".chat-who")).contains("defi-intents adapter \u00d7 1.00 \u2192 0.50");
    }

    @Test
    void aStrengthThatCameTooLateIsNotTold() {
        List<Asked> asked = send("one");
        onFx(() -> asked.get(1).says("x"));
        onFx(() -> chat.model().columns().get(1).strength().set(0.5));
        onFx(() -> asked.get(1).ends());
        settle();
        assertThat(texts(".chat-who")).contains("defi-intents adapter \u00d7 1.00");
    }

    @Test
    void anAdapterWithDoraKeepsItsStrength() {
        onFx(() -> {
            chat.adapters.set(0, new ChatAdapter("dora", Path.of("adapters", "dora"), List.of(), null, true));
            chat.screen.retry();
            chat.screen.choose(Path.of("adapters", "dora"));
        });
        settle();
        assertThat(sliders()).hasSize(1).allMatch(Node::isDisabled);
        onFx(() -> chat.screen.choose(Path.of("adapters", "move-questions")));
        settle();
        assertThat(sliders()).hasSize(1).noneMatch(Node::isDisabled);
    }

    private List<Node> sliders() {
        return onFx(() -> chat.root.lookupAll(".slider").stream()
                .filter(ChatFxTest::shown)
                .toList());
    }
}
