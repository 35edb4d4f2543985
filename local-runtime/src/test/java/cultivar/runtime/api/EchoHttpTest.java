package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cultivar.runtime.EngineUnderTest;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.PeftAdapters;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.test.TinyModel;
import cultivar.runtime.train.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** How likely the tokens of a prompt are, as lm-eval asks for it, against what the engine's own scoring says. */
@Timeout(120)
class EchoHttpTest {
    private static final String TEXT = "/v1/completions";
    private static final String PROMPT = "Once upon a time, \u20ac 5 <|im_start|>";

    @TempDir
    Path folder;

    private LanguageModel model;
    private Serving serving;
    private ApiUnderTest api;

    @SuppressWarnings("NullAway.Init")
    EchoHttpTest() {}

    @BeforeEach
    void start() throws IOException {
        model = EngineUnderTest.engine().open(TinyModel.write(folder.resolve("tiny")));
        Path adapters = Files.createDirectory(folder.resolve("adapters"));
        new PeftAdapters(1)
                .with(0, "q_proj", 4, 2)
                .with(0, "down_proj", 4, 2)
                .with(1, "q_proj", 4, 2)
                .with(1, "down_proj", 4, 2)
                .write(
                        adapters.resolve("one"),
                        "\"r\": 4, \"lora_alpha\": 8, \"target_modules\": [\"q_proj\", \"down_proj\"]");
        serving = model.serve(ServeSettings.usual().withBatch(4));
        api = new ApiUnderTest(ServedModel.of("tiny", model, 200), serving, adapters);
    }

    @AfterEach
    void stop() {
        api.close();
        serving.close();
        model.close();
    }

    private JsonNode echoed(String more) throws Exception {
        return api.post(TEXT, "{'prompt': '" + PROMPT + "', 'echo': true, 'temperature': 0" + more + "}")
                .json();
    }

    private int[] ids() {
        return model.tokenizer().encodePrompt(PROMPT, true);
    }

    private double[] scored(@Nullable LoraAdapter adapter) {
        return model.score(new Example(ids(), 1), adapter).logprobs();
    }

    private static void assertLikely(JsonNode likely, double[] expected, int answered) {
        JsonNode own = likely.path("token_logprobs");
        assertThat(own.size()).isEqualTo(expected.length + 1 + answered);
        assertThat(own.path(0).isNull()).isTrue();
        assertThat(likely.path("top_logprobs").path(0).isNull()).isTrue();
        for (int i = 0; i < expected.length; i++) {
            assertThat(own.path(i + 1).doubleValue()).isCloseTo(expected[i], within(1e-4));
        }
    }

    @Test
    void aPromptsTokensAreAsLikelyAsTheEngineScoresThemForEveryAdapter() throws Exception {
        JsonNode base =
                echoed(", 'logprobs': 1, 'max_tokens': 1").path("choices").path(0);
        assertLikely(base.path("logprobs"), scored(null), 1);
        assertThat(base.path("text").stringValue()).startsWith(PROMPT);
        String one = ", 'logprobs': 1, 'max_tokens': 1, 'model': 'one'";
        for (int time = 0; time < 2; time++) {
            JsonNode adapted = echoed(one).path("choices").path(0).path("logprobs");
            try (LoraAdapter adapter = model.loadAdapter(folder.resolve("adapters/one"))) {
                assertLikely(adapted, scored(adapter), 1);
            }
            assertThat(adapted.path("token_logprobs"))
                    .isNotEqualTo(base.path("logprobs").path("token_logprobs"));
        }
    }

    @Test
    void theLikeliestOfEachPlaceAreInOrderAndOffsetsPointIntoTheText() throws Exception {
        JsonNode likely = echoed(", 'logprobs': 3, 'max_tokens': 2")
                .path("choices")
                .path(0)
                .path("logprobs");
        int places = ids().length;
        for (int i = 1; i < places; i++) {
            JsonNode top = likely.path("top_logprobs").path(i);
            List<Double> values = new ArrayList<>();
            top.forEach(value -> values.add(value.doubleValue()));
            assertThat(values).hasSize(3).isSortedAccordingTo((a, b) -> Double.compare(b, a));
            double own = likely.path("token_logprobs").path(i).doubleValue();
            assertThat(own).isLessThanOrEqualTo(values.getFirst());
        }
        for (int i = 0; i < places; i++) {
            String token = likely.path("tokens").path(i).stringValue();
            int at = likely.path("text_offset").path(i).intValue();
            assertThat(token.startsWith("bytes:") ? "\u20ac" : token)
                    .isEqualTo(PROMPT.substring(at, at + (token.startsWith("bytes:") ? 1 : token.length())));
        }
        assertThat(likely.path("text_offset").path(places).intValue()).isEqualTo(PROMPT.length());
    }

    @Test
    void aPromptMayBeAllThatIsAskedFor() throws Exception {
        JsonNode answer = echoed(", 'logprobs': 1, 'max_tokens': 0");
        JsonNode choice = answer.path("choices").path(0);
        assertThat(choice.path("text").stringValue()).isEqualTo(PROMPT);
        assertThat(choice.path("finish_reason").stringValue()).isEqualTo("length");
        assertLikely(choice.path("logprobs"), scored(null), 0);
        assertThat(answer.path("usage").path("completion_tokens").intValue()).isZero();

        List<JsonNode> events = api.post(
                        TEXT,
                        "{'prompt': ['" + PROMPT
                                + "', 'Hi'], 'echo': true, 'stream': true, 'logprobs': 1, 'max_tokens': 0}")
                .events();
        JsonNode first = events.stream()
                .map(event -> event.path("choices").path(0))
                .filter(part -> part.path("index").intValue() == 0)
                .findFirst()
                .orElseThrow();
        assertThat(first.path("text").stringValue()).isEqualTo(PROMPT);
        assertThat(first.path("logprobs")).isEqualTo(choice.path("logprobs"));
        JsonNode single = api.post(TEXT, "{'prompt': [5], 'echo': true, 'logprobs': 0, 'max_tokens': 0}")
                .json();
        assertThat(single.path("choices")
                        .path(0)
                        .path("logprobs")
                        .path("token_logprobs")
                        .toString())
                .isEqualTo("[null]");
    }

    @ParameterizedTest
    @EnumSource(BaseType.class)
    void howeverTheBaseIsHeldItsOwnScoringAgrees(BaseType type) throws Exception {
        try (LanguageModel held = EngineUnderTest.engine().open(folder.resolve("tiny"), type);
                Serving answers = held.serve(ServeSettings.usual().withBatch(4));
                ApiUnderTest asked = new ApiUnderTest(ServedModel.of("tiny", held, 200), answers, null)) {
            JsonNode likely = asked.post(
                            TEXT, "{'prompt': '" + PROMPT + "', 'echo': true, 'logprobs': 1, 'max_tokens': 0}")
                    .json()
                    .path("choices")
                    .path(0)
                    .path("logprobs");
            assertLikely(likely, held.score(new Example(ids(), 1), null).logprobs(), 0);
        }
    }
}
