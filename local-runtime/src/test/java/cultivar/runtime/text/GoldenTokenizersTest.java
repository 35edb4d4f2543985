package cultivar.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GoldenTokenizersTest {
    @ParameterizedTest
    @ValueSource(strings = {"gemma3", "llama", "llama-rope-scaled-tied", "mistral", "phi3", "qwen2", "qwen3"})
    void tokensEqualThoseOfTheReference(String model) {
        Path folder = GoldenFolder.require("models/" + model);
        JsonNode expected = new JsonMapper().readTree(folder.resolve("expected.json"));
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            for (JsonNode text : expected.path("texts")) {
                String words = text.path("text").stringValue();
                int[] ids = tokenizer.encode(words);
                assertThat(ids).isEqualTo(ints(text.path("ids")));
                assertThat(tokenizer.decode(ids, false)).isEqualTo(words);
            }
            List<ChatMessage> messages = new ArrayList<>();
            for (JsonNode message : expected.path("greedy").path("messages")) {
                messages.add(new ChatMessage(
                        message.path("role").stringValue(),
                        message.path("content").stringValue()));
            }
            RenderedChat chat = ChatTemplate.open(folder).render(messages, true);
            assertThat(tokenizer.encode(chat))
                    .isEqualTo(ints(expected.path("greedy").path("prompt_ids")));
            assertThat(tokenizer.decode(tokenizer.encode(chat), false)).isEqualTo(chat.text());
            assertThat(tokenizer.eosToken()).isEqualTo("<|im_end|>");
            assertThat(tokenizer.eosId()).isEqualTo(2);
            assertThat(tokenizer.vocabularySize()).isEqualTo(512);
        }
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::intValue).toArray();
    }
}
