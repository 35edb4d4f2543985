package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.test.TinyModel;
import cultivar.runtime.text.ChatTemplate;
import cultivar.runtime.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What vLLM has beyond OpenAI, as its clients ask for it. */
@Timeout(120)
class VllmFieldsHttpTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String TEXT = "/v1/completions";
    private static final int CONTEXT = 256;

    @TempDir
    Path folder;

    private Tokenizer tokenizer;
    private ScriptedServing serving;
    private ApiUnderTest api;

    @SuppressWarnings("NullAway.Init")
    VllmFieldsHttpTest() {}

    @BeforeEach
    void start() throws IOException {
        Path base = TinyModel.write(folder.resolve("tiny"));
        tokenizer = Tokenizer.open(base);
        serving = new ScriptedServing(tokenizer, 1024, CONTEXT);
        api = new ApiUnderTest(model(base, tokenizer), serving, null);
    }

    @AfterEach
    void stop() {
        serving.close();
        api.close();
        tokenizer.close();
    }

    private static ServedModel model(Path base, Tokenizer tokenizer) {
        return new ServedModel("tiny", base, tokenizer, ChatTemplate.open(base), CONTEXT, 1024, Instant.EPOCH);
    }

    private static String content(JsonNode answer) {
        return answer.path("choices").path(0).path("message").path("content").stringValue();
    }

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
}
