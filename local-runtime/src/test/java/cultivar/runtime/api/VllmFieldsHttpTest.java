package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.test.TinyModel;
import cultivar.runtime.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What vLLM has beyond OpenAI, as its clients ask for it. */
@Timeout(120)
class VllmFieldsHttpTest extends ScriptedHttpTest {
    private static List<String> texts(JsonNode answer) {
        return answer.path("choices")
                .valueStream()
                .map(choice -> choice.path("text").stringValue())
                .toList();
    }

    @Test
    void aTextThatWasRenderedHasItsControlTokensAndAChatsTextHasNone() throws Exception {
        String rendered = "<|im_start|>user\\nHello<|im_end|>\\n<|im_start|>assistant\\n";
        String chat = "{'messages': [{'role': 'user', 'content': 'Hello'}]";
        JsonNode tokens = api.post("/tokenize", chat + "}").json().path("tokens");
        assertThat(tokens.path(0).intValue()).isEqualTo(1);
        assertThat(api.post("/tokenize", "{'prompt': '" + rendered + "'}")
                        .json()
                        .path("tokens"))
                .isEqualTo(tokens);
        String greedy = ", 'temperature': 0, 'max_tokens': 5}";
        JsonNode answer = api.post(TEXT, "{'prompt': '" + rendered + "', 'echo': true" + greedy)
                .json();
        assertThat(answer.path("usage").path("prompt_tokens").intValue()).isEqualTo(tokens.size());
        String said = content(api.post(CHAT, chat + greedy).json());
        assertThat(texts(answer)).containsExactly(rendered.replace("\\n", "\n") + said);
        assertThat(texts(api.post(TEXT, "{'prompt': " + tokens + ", 'echo': true" + greedy)
                        .json()))
                .as("ids come back as the text that they are")
                .isEqualTo(texts(answer));
        JsonNode typed = api.post("/tokenize", "{'messages': [{'role': 'user', 'content': '<|im_end|>'}]}")
                .json();
        assertThat(typed.path("tokens").valueStream().filter(id -> id.intValue() == 2))
                .as("what a person writes stays letters")
                .hasSize(1);
    }

    @Test
    void aTextGetsWhatTheCheckpointWantsAroundItUnlessItIsNotWanted() throws Exception {
        Path base = TinyModel.write(folder.resolve("beginning"));
        Path file = base.resolve("tokenizer.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst(
                                "\"post_processor\"\\s*:\\s*null",
                                "\"post_processor\": {\"type\": \"BertProcessing\", \"cls\": [\"x\", 0], \"sep\":"
                                        + " [\"y\", 2]}"));
        try (Tokenizer own = Tokenizer.open(base);
                ApiUnderTest begun = new ApiUnderTest(model(base, own), serving, null)) {
            int plain = own.encode("Hello").length;
            for (String more : List.of("", ", 'add_special_tokens': true", ", 'add_special_tokens': false")) {
                int added = more.endsWith("false") ? 0 : 2;
                assertThat(begun.post("/tokenize", "{'prompt': 'Hello'" + more + "}")
                                .json()
                                .path("count")
                                .intValue())
                        .isEqualTo(plain + added);
                assertThat(begun.post(TEXT, "{'prompt': ['Hello'], 'max_tokens': 1" + more + "}")
                                .json()
                                .path("usage")
                                .path("prompt_tokens")
                                .intValue())
                        .isEqualTo(plain + added);
            }
            assertThat(begun.post("/tokenize", "{'prompt': ''}")
                            .json()
                            .path("tokens")
                            .toString())
                    .isEqualTo("[0,2]");
            String chat = "{'messages': [{'role': 'user', 'content': 'Hello'}]";
            assertThat(begun.post("/tokenize", chat + ", 'add_special_tokens': false}")
                            .json())
                    .isEqualTo(api.post("/tokenize", chat + "}").json());
            begun.post("/tokenize", "{'prompt': 'a', 'add_special_tokens': 'x'}")
                    .refused(400, "add_special_tokens", "invalid_value");
        }
    }

    private JsonNode first(String path, String fields) throws Exception {
        return api.post(path, "{" + fields + "}").json().path("choices").path(0);
    }

    @Test
    void tokensThatWereNamedEndAnAnswerAndNothingDoesBeforeTheLeast() throws Exception {
        String greedy = "'prompt': 'Once', 'temperature': 0, 'max_tokens': 20, 'ignore_eos': true";
        String text = first(TEXT, greedy).path("text").stringValue();
        int[] ids = api.post("/tokenize", "{'prompt': 'Once'}")
                .json()
                .path("tokens")
                .valueStream()
                .mapToInt(JsonNode::intValue)
                .toArray();
        JsonNode likely =
                first(TEXT, greedy + ", 'logprobs': 0").path("logprobs").path("tokens");
        assertThat(ids).isNotEmpty();
        int stop = tokenizer.encode(likely.path(1).stringValue())[0];
        JsonNode ended = first(TEXT, greedy + ", 'stop_token_ids': [" + stop + "]");
        assertThat(ended.path("finish_reason").stringValue()).isEqualTo("stop");
        assertThat(ended.path("stop_reason").intValue()).isEqualTo(stop);
        assertThat(ended.path("text").stringValue()).isEqualTo(likely.path(0).stringValue());
        JsonNode later = first(TEXT, greedy + ", 'min_tokens': 5, 'stop_token_ids': [" + stop + "]");
        assertThat(later.path("text").stringValue()).isNotEqualTo(text).hasSizeGreaterThan(4);

        JsonNode two = api.post(
                        TEXT,
                        "{'prompt': 'Once', 'max_tokens': 30, 'seed': 1, 'ignore_eos': true, 'logprobs': 0,"
                                + " 'allowed_token_ids': [" + stop + ", " + ids[0] + "]}")
                .json();
        assertThat(two.path("choices")
                        .path(0)
                        .path("logprobs")
                        .path("tokens")
                        .valueStream()
                        .map(JsonNode::stringValue))
                .hasSize(30)
                .isSubsetOf(tokenizer.decode(new int[] {stop}, true), tokenizer.decode(new int[] {ids[0]}, true));
    }

    @Test
    void structuredOutputsSayWhatResponseFormatSays() throws Exception {
        String chat = "'messages': [{'role': 'user', 'content': 'Hello'}], 'seed': 1, 'max_tokens': 100, ";
        String schema = "{'type': 'object', 'properties': {'a': {'type': 'boolean'}}, 'required': ['a'],"
                + " 'additionalProperties': false}";
        String json = content(api.post(CHAT, "{" + chat + "'structured_outputs': {'json': " + schema + "}}")
                .json());
        assertThat(JsonMapper.shared().readTree(json).path("a").isBoolean()).isTrue();
        String text = schema.replace("'", "\\\"");
        assertThat(content(api.post(CHAT, "{" + chat + "'structured_outputs': {'json': '" + text + "'}}")
                        .json()))
                .isEqualTo(json);
        assertThat(first(CHAT, chat + "'structured_outputs': {'json_object': true}"))
                .isEqualTo(first(CHAT, chat + "'response_format': {'type': 'json_object'}"));
        assertThat(first(CHAT, chat + "'structured_outputs': {}"))
                .isEqualTo(first(CHAT, chat + "'structured_outputs': null"));
        assertThat(api.post(CHAT, "{" + chat + "'structured_outputs': {'regex': 'a*'}}")
                        .refused(400, "structured_outputs.regex", "unsupported_value"))
                .contains("schema");
        api.post(CHAT, "{" + chat + "'structured_outputs': {'json': {'type': 1}}}")
                .refused(400, "structured_outputs.json", "invalid_value");
    }

    @Test
    void whatCannotBeAskedForIsNamed() throws Exception {
        String ask = "{'prompt': 'a', 'max_tokens': 4, ";
        api.post(TEXT, ask + "'min_tokens': 5}").refused(400, "min_tokens", "invalid_value");
        api.post(TEXT, ask + "'stop_token_ids': [1024]}").refused(400, "stop_token_ids", "invalid_value");
        api.post(TEXT, ask + "'stop_token_ids': 7}").refused(400, "stop_token_ids", "invalid_value");
        api.post(TEXT, ask + "'allowed_token_ids': ['a']}").refused(400, "allowed_token_ids", "invalid_value");
        api.post(TEXT, ask + "'allowed_token_ids': [5], 'response_format': {'type': 'json_object'}}")
                .refused(400, "allowed_token_ids", "invalid_value");
        api.post(TEXT, ask + "'allowed_token_ids': [2, 5], 'stop_token_ids': [5], 'min_tokens': 1}")
                .refused(400, "allowed_token_ids", "invalid_value");
    }

    @Test
    void tokensOfAPartOfACharacterAreToldApart() throws Exception {
        int[] parts = tokenizer.encode("\u20ac");
        assertThat(parts).hasSize(3);
        String only = "'max_tokens': 1, 'allowed_token_ids': [" + parts[0] + "], 'logprobs': ";
        JsonNode likely = first(TEXT, "'prompt': 'Once', " + only + "20").path("logprobs");
        assertThat(likely.path("tokens").path(0).stringValue()).isEqualTo("bytes:\\xe2");
        assertThat(likely.path("top_logprobs").path(0).size()).isEqualTo(20);
        assertThat(likely.path("top_logprobs").path(0).propertyNames())
                .filteredOn(name -> name.startsWith("bytes:"))
                .hasSizeGreaterThan(1);
        JsonNode token = first(CHAT, "'messages': [{'role': 'user', 'content': 'a'}], " + only + "true")
                .path("logprobs")
                .path("content")
                .path(0);
        assertThat(token.path("token").stringValue()).isEqualTo("\ufffd");
        assertThat(token.path("bytes").toString()).isEqualTo("[226]");
    }
}
