package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The ids of all tokens beside their texts, as vLLM tells them. */
@Timeout(120)
class TokenIdsHttpTest extends ScriptedHttpTest {
    private static final String HELLO = "'messages': [{'role': 'user', 'content': 'Hello'}]";
    private static final String IDS = ", 'return_token_ids': true";

    private static int[] ids(JsonNode list) {
        assertThat(list.isArray()).isTrue();
        return list.valueStream().mapToInt(JsonNode::intValue).toArray();
    }

    private static List<JsonNode> parts(List<JsonNode> events, int index) {
        return events.stream()
                .flatMap(event -> event.path("choices").valueStream())
                .filter(part -> part.path("index").intValue() == index)
                .toList();
    }

    private static int[] streamed(List<JsonNode> parts) {
        return parts.stream()
                .flatMapToInt(part -> IntStream.of(ids(part.path("token_ids"))))
                .toArray();
    }

    private static String text(JsonNode part) {
        return part.path("text").asString("")
                + part.path("delta").path("content").asString("");
    }

    private int[] prompt(String fields) throws Exception {
        return ids(api.post("/tokenize", "{" + fields + "}").json().path("tokens"));
    }

    @Test
    void aChatTellsItsPromptOnceAndEachChoiceItsTokens() throws Exception {
        String ask = "{" + HELLO + ", 'max_tokens': 40, 'seed': 3, 'n': 2" + IDS;
        JsonNode whole = api.post(CHAT, ask + "}").json();
        int[] prompt = prompt(HELLO);
        assertThat(ids(whole.path("prompt_token_ids"))).containsExactly(prompt);
        List<JsonNode> events = api.post(CHAT, ask + ", 'stream': true}").events();
        for (int index = 0; index < 2; index++) {
            JsonNode choice = whole.path("choices").path(index);
            int[] ids = ids(choice.path("token_ids"));
            assertThat(ids).hasSize(40);
            assertThat(tokenizer.decode(ids, true))
                    .isEqualTo(choice.path("message").path("content").stringValue());
            assertThat(choice.has("prompt_token_ids")).isFalse();
            assertThat(streamed(parts(events, index))).containsExactly(ids);
            int own = index;
            assertThat(events)
                    .filteredOn(
                            event -> event.path("choices").path(0).path("index").intValue() == own)
                    .first()
                    .satisfies(first ->
                            assertThat(ids(first.path("prompt_token_ids"))).containsExactly(prompt));
        }
        assertThat(events.stream().filter(event -> event.has("prompt_token_ids")))
                .hasSize(2);
    }

    @Test
    void aTextTellsThePromptOfEachChoice() throws Exception {
        for (String more : List.of("", ", 'echo': true")) {
            String ask = "{'prompt': ['Once', 'Hello there'], 'max_tokens': 30, 'temperature': 0" + IDS + more;
            JsonNode whole = api.post(TEXT, ask + "}").json();
            List<JsonNode> events = api.post(TEXT, ask + ", 'stream': true}").events();
            assertThat(whole.has("prompt_token_ids")).isFalse();
            for (int index = 0; index < 2; index++) {
                JsonNode choice = whole.path("choices").path(index);
                String asked = index == 0 ? "Once" : "Hello there";
                int[] prompt = prompt("'prompt': '" + asked + "'");
                assertThat(ids(choice.path("prompt_token_ids"))).containsExactly(prompt);
                int[] ids = ids(choice.path("token_ids"));
                assertThat(ids).hasSize(30);
                assertThat(choice.path("text").stringValue())
                        .isEqualTo((more.isEmpty() ? "" : asked) + tokenizer.decode(ids, true));
                List<JsonNode> parts = parts(events, index);
                assertThat(streamed(parts)).containsExactly(ids);
                assertThat(ids(parts.getFirst().path("prompt_token_ids"))).containsExactly(prompt);
                assertThat(parts.stream().filter(part -> part.has("prompt_token_ids")))
                        .hasSize(1);
            }
        }
    }

    @Test
    void theTokenThatEndsAnAnswerIsTold() throws Exception {
        String ask = "{'prompt': 'Once', 'temperature': 0, 'max_tokens': 20" + IDS;
        int[] all = ids(api.post(TEXT, ask + "}").json().path("choices").path(0).path("token_ids"));
        JsonNode ended =
                api.post(TEXT, ask + ", 'stop_token_ids': [" + all[4] + "]}").json();
        JsonNode choice = ended.path("choices").path(0);
        int[] ids = ids(choice.path("token_ids"));
        assertThat(ids).endsWith(all[4]).hasSizeLessThanOrEqualTo(5);
        assertThat(ids).hasSize(ended.path("usage").path("completion_tokens").intValue());
        assertThat(choice.path("text").stringValue())
                .isEqualTo(
                        tokenizer.decode(IntStream.of(ids).limit(ids.length - 1).toArray(), true));

        JsonNode alone = api.post(TEXT, "{'prompt': 'Once', 'echo': true, 'max_tokens': 0" + IDS + "}")
                .json()
                .path("choices")
                .path(0);
        assertThat(ids(alone.path("token_ids"))).isEmpty();
        assertThat(ids(alone.path("prompt_token_ids"))).containsExactly(prompt("'prompt': 'Once'"));
    }

    @Test
    void partsOfACharacterAreToldWithIt() throws Exception {
        int[] euro = tokenizer.encode("\u20ac");
        assertThat(euro).hasSize(3);
        // Only these tokens may come, so that most of the stream has no text of its own.
        String ask = "{'prompt': 'Once', 'seed': 1, 'max_tokens': 60, 'ignore_eos': true, 'allowed_token_ids': ["
                + IntStream.of(euro).mapToObj(Integer::toString).collect(Collectors.joining(", ")) + "]" + IDS;
        JsonNode choice = api.post(TEXT, ask + "}").json().path("choices").path(0);
        List<JsonNode> parts = parts(api.post(TEXT, ask + ", 'stream': true}").events(), 0);
        assertThat(streamed(parts))
                .containsExactly(ids(choice.path("token_ids")))
                .hasSize(60);
        assertThat(parts.stream().map(TokenIdsHttpTest::text).collect(Collectors.joining()))
                .isEqualTo(choice.path("text").stringValue());
        assertThat(parts)
                .hasSizeLessThan(60)
                .allMatch(part -> part.path("token_ids").size() > 0);
    }

    @Test
    void nobodyIsToldWhoDidNotAsk() throws Exception {
        for (String more : List.of("", ", 'return_token_ids': false", ", 'return_token_ids': null")) {
            String ask = "{'prompt': 'Once', 'max_tokens': 3, 'temperature': 0" + more;
            assertThat(api.post(TEXT, ask + "}").text()).doesNotContain("token_ids");
            assertThat(api.post(TEXT, ask + ", 'stream': true}").text()).doesNotContain("token_ids");
        }
        api.post(CHAT, "{" + HELLO + ", 'return_token_ids': 1}").refused(400, "return_token_ids", "invalid_value");
    }
}
