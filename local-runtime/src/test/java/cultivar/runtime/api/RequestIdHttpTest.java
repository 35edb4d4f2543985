package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Answers whose ids the client chooses, as with vLLM. */
@Timeout(120)
class RequestIdHttpTest extends ScriptedHttpTest {
    private static String chat(String id, String more) {
        return "{'messages': [{'role': 'user', 'content': 'Hello'}], 'temperature': 0, 'max_tokens': 3, 'request_id': '"
                + id + "'" + more + "}";
    }

    private static String text(String id) {
        return "{'prompt': 'Once', 'temperature': 0, 'max_tokens': 3, 'request_id': '" + id + "'}";
    }

    private static String id(JsonNode answer) {
        return answer.path("id").stringValue();
    }

    @Test
    void anAnswerBearsTheIdThatItsRequestNames() throws Exception {
        for (String name : List.of("a", "mine-7 \u20ac%3f?#..", "\ud83c\udf31".repeat(200))) {
            assertThat(id(api.post(CHAT, chat(name, "")).json())).isEqualTo("chatcmpl-" + name);
            assertThat(id(api.post(TEXT, text(name)).json())).isEqualTo("cmpl-" + name);
            assertThat(api.post(CHAT, chat(name, ", 'n': 2, 'stream': true")).events())
                    .isNotEmpty()
                    .allMatch(event -> id(event).equals("chatcmpl-" + name));
        }
        String without = "{'prompt': 'Once', 'max_tokens': 1, 'request_id': null}";
        assertThat(id(api.post(TEXT, without).json()))
                .matches("cmpl-[0-9a-f]{32}")
                .isNotEqualTo(id(api.post(TEXT, without).json()));
    }

    @Test
    void whatCannotBeAnIdIsRefused() throws Exception {
        for (String bad : List.of("", "a/b", "a\\nb", "a\\u0000", "\\u0085", "\\ud83c", "x".repeat(201))) {
            assertThat(api.post(CHAT, chat(bad, "")).refused(400, "request_id", "invalid_value"))
                    .contains("200");
            api.post(TEXT, text(bad)).refused(400, "request_id", "invalid_value");
        }
        api.post(TEXT, "{'prompt': 'Once', 'request_id': 7}").refused(400, "request_id", "invalid_value");
    }

    private static HttpRequest post(ApiUnderTest api, String path, String json) {
        return api.request(path)
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                .build();
    }

    private void awaitRunning(int requests) throws InterruptedException {
        while (serving.status().running() != requests) {
            Thread.sleep(1);
        }
    }

    @Test
    void twoAtOnceCannotHaveTheSameId() throws Exception {
        Semaphore permits = serving.slow();
        try (HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> chat =
                    client.sendAsync(post(api, CHAT, chat("one", "")), HttpResponse.BodyHandlers.ofString());
            awaitRunning(1);
            assertThat(api.post(CHAT, chat("one", "")).refused(409, "request_id", "conflict"))
                    .contains("request_id");
            CompletableFuture<HttpResponse<String>> text =
                    client.sendAsync(post(api, TEXT, text("one")), HttpResponse.BodyHandlers.ofString());
            // A text is told from a chat by what its id begins with.
            awaitRunning(2);
            permits.release(100);
            assertThat(chat.get().statusCode()).isEqualTo(200);
            assertThat(text.get().statusCode()).isEqualTo(200);
            assertThat(api.post(CHAT, chat("one", "")).status())
                    .as("the first has ended")
                    .isEqualTo(200);
        }
    }

    @Test
    void anIdIsFreeAgainHoweverItsAnswerEnded() throws Exception {
        String failing = chat("one", "").replace("'max_tokens': 3", "'max_tokens': " + ScriptedServing.FAILING_TOKENS);
        api.post(CHAT, failing).refused(500, null, "engine_error");
        api.post(CHAT, failing.replace("'temperature'", "'stream': true, 'temperature'"));
        serving.atMost(0);
        api.post(CHAT, chat("one", "")).refused(429, null, "rate_limit_exceeded");
        serving.atMost(1000);
        Semaphore permits = serving.slow();
        api.post(CHAT, chat("one", ", 'timeout': 0.01")).refused(504, null, "deadline_exceeded");

        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = post(api, CHAT, chat("one", ", 'stream': true"));
            try (InputStream leaves = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body()) {
                api.post(CHAT, chat("one", "")).refused(409, "request_id", "conflict");
                assertThat(leaves.available()).isZero();
            }
            awaitRunning(0);
        }
        permits.release(100);
        assertThat(api.post(CHAT, chat("one", "")).status())
                .as("the client has gone")
                .isEqualTo(200);
    }
}
