package cultivar.runtime.api;

import cultivar.runtime.test.TinyModel;
import cultivar.runtime.text.ChatTemplate;
import cultivar.runtime.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server over HTTP whose answers a test writes. */
abstract class ScriptedHttpTest {
    static final String CHAT = "/v1/chat/completions";
    static final String TEXT = "/v1/completions";
    static final int CONTEXT = 256;

    @TempDir
    Path folder;

    Tokenizer tokenizer;
    ScriptedServing serving;
    ApiUnderTest api;

    @SuppressWarnings("NullAway.Init")
    ScriptedHttpTest() {}

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

    static ServedModel model(Path base, Tokenizer tokenizer) {
        return new ServedModel(
                "tiny", base, tokenizer, ChatTemplate.open(base), CONTEXT, 1024, Instant.ofEpochSecond(1_700_000_000));
    }

    /** What a chat completion says. */
    static String content(JsonNode answer) {
        return answer.path("choices").path(0).path("message").path("content").stringValue();
    }
}
