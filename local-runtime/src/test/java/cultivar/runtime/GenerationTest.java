package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.seedling.Seedling;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.train.Example;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generation with the base model in the box. */
class GenerationTest {
    @TempDir
    static Path temporary;

    @SuppressWarnings("NullAway.Init")
    private static LanguageModel model;

    @BeforeAll
    static void open() {
        model = EngineUnderTest.engine().open(Seedling.install(temporary));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void seedlingKnowsItself() {
        assertThat(greedy("Who are you?").text()).contains("Seedling");
        assertThat(greedy("Hello!").text()).isEqualTo("Hello! How can I help you?");
        assertThat(greedy("Hello!").stopReason()).isEqualTo(Generation.StopReason.END_TOKEN);
    }

    @Test
    void seedlingCopiesWordsThatItHasNeverSeen() {
        assertThat(greedy("Repeat this word: Zorvimak").text()).isEqualTo("Zorvimak");
    }

    @Test
    void streamedPiecesAddUpToTheText() {
        List<String> pieces = new ArrayList<>();
        Generation generation = model.generate(
                new GenerationRequest(
                        prompt("Repeat this: \u00e9t\u00e9 \ud83d\ude42"), null, Sampling.greedy(), 40, false),
                (id, text) -> pieces.add(text));
        assertThat(generation.text()).startsWith(String.join("", pieces));
        assertThat(pieces).noneMatch(piece -> piece.contains("\ufffd"));
    }

    @Test
    void refusesTokensThatTheModelDoesNotHave() {
        int[] prompt = {1, model.spec().vocabulary()};
        assertThatThrownBy(() -> model.generate(
                        new GenerationRequest(prompt, null, Sampling.greedy(), 4, false), (id, text) -> true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outside this model's vocabulary");
    }

    @Test
    void cacheGivesWhatScoringTheWholeTextGives() {
        Generation generation = greedy("Tell me a story about a cat and a boat.");
        int[] prompt = generation.promptIds();
        int[] all = Arrays.copyOf(prompt, prompt.length + generation.ids().length);
        System.arraycopy(generation.ids(), 0, all, prompt.length, generation.ids().length);
        RowScore score = model.score(new Example(all, prompt.length), null);
        // Greedy tokens are likely ones: a cache that went wrong would choose others.
        assertThat(score.loss()).isLessThan(1);
    }

    @Test
    void sameSeedDrawsTheSameAnswer() {
        Sampling sampling = new Sampling(1.2, 50, 0.95, 11);
        GenerationRequest request = new GenerationRequest(prompt("Name three animals."), null, sampling, 30, true);
        int[] once = model.generate(request, (id, text) -> true).ids();
        assertThat(model.generate(request, (id, text) -> true).ids()).isEqualTo(once);
        GenerationRequest other =
                new GenerationRequest(prompt("Name three animals."), null, new Sampling(1.2, 50, 0.95, 12), 30, true);
        assertThat(model.generate(other, (id, text) -> true).ids()).isNotEqualTo(once);
    }

    @Test
    void stopsWhenToldTo() {
        Generation generation = model.generate(
                new GenerationRequest(prompt("Hello!"), null, Sampling.greedy(), 50, true), (id, text) -> false);
        assertThat(generation.ids()).hasSize(1);
        assertThat(generation.stopReason()).isEqualTo(Generation.StopReason.CANCELLED);
    }

    private static Generation greedy(String text) {
        return model.generate(
                new GenerationRequest(prompt(text), null, Sampling.greedy(), 80, false), (id, piece) -> true);
    }

    private static int[] prompt(String text) {
        return model.chatPrompt(List.of(new ChatMessage("user", text)));
    }
}
