package cultivar.runtime.api;

import static cultivar.runtime.api.ApiUnderTest.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Completions over HTTP, as a stranger's client meets them. */
@Timeout(120)
class CompletionsHttpTest extends ScriptedHttpTest {
    private static final String HELLO = "{'model': 'tiny', 'messages': [{'role': 'user', 'content': 'Hello'}]";

    private static void addsUp(JsonNode usage, int answered) {
        assertThat(usage.path("completion_tokens").intValue()).isEqualTo(answered);
        int prompt = usage.path("prompt_tokens").intValue();
        assertThat(prompt).isPositive();
        assertThat(usage.path("total_tokens").intValue()).isEqualTo(prompt + answered);
        assertThat(usage.path("prompt_tokens_details").path("cached_tokens").intValue())
                .isEqualTo(prompt - 1);
    }

    @Test
    void aChatIsAnsweredInOpenAisShape() throws Exception {
        JsonNode answer = api.post(CHAT, HELLO + ", 'max_tokens': 9, 'seed': 4, 'user': 'me', 'store': true}")
                .json();
        assertThat(answer.path("id").stringValue()).startsWith("chatcmpl-");
        assertThat(answer.path("object").stringValue()).isEqualTo("chat.completion");
        assertThat(answer.path("model").stringValue()).isEqualTo("tiny");
        assertThat(answer.path("created").longValue()).isPositive();
        JsonNode choice = answer.path("choices").path(0);
        assertThat(choice.path("message").path("role").stringValue()).isEqualTo("assistant");
        assertThat(choice.path("finish_reason").stringValue()).isEqualTo("length");
        assertThat(choice.path("logprobs").isNull()).isTrue();
        addsUp(answer.path("usage"), 9);
        String again = content(api.post(CHAT, HELLO + ", 'max_completion_tokens': 9, 'seed': 4}")
                .json());
        assertThat(content(answer)).isEqualTo(again).isNotEmpty();
        assertThat(content(
                        api.post(CHAT, HELLO + ", 'max_tokens': 9, 'seed': 5}").json()))
                .isNotEqualTo(again);
        JsonNode parts = api.post(
                        CHAT,
                        "{'messages': [{'role': 'developer', 'content': ''}, {'role': 'user', 'content':"
                                + " [{'type': 'text', 'text': 'Hel'}, {'type': 'text', 'text': 'lo'}]}],"
                                + " 'max_tokens': 1}")
                .json();
        assertThat(parts.path("model").stringValue()).isEqualTo("tiny");
    }

    @Test
    void equalPromptsAreDrawnEachForItselfUnlessASeedIsGiven() throws Exception {
        String prompts = "{'model': 'tiny', 'prompt': ['Hello', 'Hello', 'Hello'], 'max_tokens': 20, 'temperature': 1";
        assertThat(texts(api.post(TEXT, prompts + "}").json())).doesNotHaveDuplicates();
        assertThat(Set.copyOf(texts(api.post(TEXT, prompts + ", 'seed': 7}").json())))
                .hasSize(1);
    }

    private static List<String> texts(JsonNode answer) {
        return answer.path("choices")
                .valueStream()
                .map(choice -> choice.path("text").stringValue())
                .toList();
    }

    @Test
    void aStreamSaysTheSameAsAWholeAnswer() throws Exception {
        String request = HELLO + ", 'max_tokens': 40, 'seed': 3, 'n': 3, 'logprobs': true, 'top_logprobs': 2";
        JsonNode whole = api.post(CHAT, request + "}").json();
        List<JsonNode> events = api.post(CHAT, request + ", 'stream': true, 'stream_options': {'include_usage': true}}")
                .events();
        for (int choice = 0; choice < 3; choice++) {
            int index = choice;
            List<JsonNode> own = events.stream()
                    .flatMap(event -> event.path("choices").valueStream())
                    .filter(part -> part.path("index").intValue() == index)
                    .toList();
            assertThat(own.getFirst().path("delta").path("role").stringValue()).isEqualTo("assistant");
            assertThat(own.subList(0, own.size() - 1))
                    .allMatch(part -> part.path("finish_reason").isNull());
            JsonNode same = whole.path("choices").path(choice);
            assertThat(own.getLast().path("finish_reason")).isEqualTo(same.path("finish_reason"));
            assertThat(own.stream()
                            .map(part -> part.path("delta").path("content").asString(""))
                            .collect(Collectors.joining()))
                    .isEqualTo(same.path("message").path("content").stringValue());
            assertThat(own.stream()
                            .flatMap(part ->
                                    part.path("logprobs").path("content").valueStream())
                            .toList())
                    .isEqualTo(
                            same.path("logprobs").path("content").valueStream().toList())
                    .hasSizeGreaterThan(10);
        }
        assertThat(whole.path("choices")
                        .valueStream()
                        .map(c -> c.path("message").path("content").stringValue()))
                .as("each choice has a seed of its own")
                .doesNotHaveDuplicates();
        JsonNode last = events.getLast();
        assertThat(last.path("choices").isEmpty()).isTrue();
        assertThat(last.path("usage")).isEqualTo(whole.path("usage"));
        assertThat(events.subList(0, events.size() - 1))
                .allMatch(event -> event.path("usage").isNull()
                        && event.path("object").stringValue().equals("chat.completion.chunk")
                        && event.path("id").equals(last.path("id")));
        assertThat(api.post(CHAT, HELLO + ", 'max_tokens': 2, 'stream': true}").events())
                .noneMatch(event -> event.has("usage"));
    }

    @Test
    void logProbabilitiesHaveOpenAisShapes() throws Exception {
        // Drawn by chance it might be a part of a character, whose bytes are not those of its text.
        JsonNode chat = api.post(CHAT, HELLO + ", 'max_tokens': 3, 'seed': 1, 'logprobs': true, 'top_logprobs': 4}")
                .json();
        JsonNode token =
                chat.path("choices").path(0).path("logprobs").path("content").path(0);
        assertThat(token.path("logprob").doubleValue()).isNegative();
        assertThat(token.path("bytes").size())
                .isEqualTo(token.path("token").stringValue().getBytes(StandardCharsets.UTF_8).length);
        assertThat(token.path("top_logprobs").size()).isEqualTo(4);

        String request = "{'prompt': 'Once', 'max_tokens': 5, 'logprobs': 2, 'temperature': 0";
        JsonNode text = api.post(TEXT, request + "}").json().path("choices").path(0);
        JsonNode likely = text.path("logprobs");
        assertThat(likely.path("tokens")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .collect(Collectors.joining()))
                .isEqualTo(text.path("text").stringValue());
        assertThat(likely.path("text_offset").path(0).intValue()).isZero();
        assertThat(likely.path("token_logprobs").size()).isEqualTo(5);
        assertThat(likely.path("top_logprobs")
                        .path(0)
                        .path(likely.path("tokens").path(0).stringValue()))
                .as("greedy: the token is the likeliest")
                .isEqualTo(likely.path("token_logprobs").path(0));
        List<Integer> offsets = api.post(TEXT, request + ", 'stream': true}").events().stream()
                .flatMap(event -> event.path("choices")
                        .path(0)
                        .path("logprobs")
                        .path("text_offset")
                        .valueStream())
                .map(JsonNode::intValue)
                .toList();
        assertThat(offsets)
                .isEqualTo(likely.path("text_offset")
                        .valueStream()
                        .map(JsonNode::intValue)
                        .toList());
    }

    @Test
    void textsComeInFourForms() throws Exception {
        int[] ids = tokenizer.encode("Once upon");
        String list = IntStream.of(ids).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
        String greedy = ", 'temperature': 0, 'max_tokens': 7";
        JsonNode one = api.post(TEXT, "{'prompt': 'Once upon'" + greedy + "}").json();
        assertThat(one.path("object").stringValue()).isEqualTo("text_completion");
        assertThat(one.path("id").stringValue()).startsWith("cmpl-");
        String text = one.path("choices").path(0).path("text").stringValue();
        assertThat(one.path("usage").path("prompt_tokens").intValue()).isEqualTo(ids.length);
        addsUp(one.path("usage"), 7);
        for (String prompt : List.of("['Once upon', 'Once upon']", list, "[" + list + ", " + list + "]")) {
            JsonNode answer = api.post(TEXT, "{'prompt': " + prompt + greedy + ", 'n': 2}")
                    .json();
            int prompts = prompt.equals(list) ? 1 : 2;
            assertThat(answer.path("choices")
                            .valueStream()
                            .map(choice -> choice.path("text").stringValue()))
                    .hasSize(2 * prompts)
                    .allMatch(text::equals);
            assertThat(answer.path("choices")
                            .valueStream()
                            .map(choice -> choice.path("index").intValue()))
                    .isEqualTo(IntStream.range(0, 2 * prompts).boxed().toList());
            assertThat(answer.path("usage").path("prompt_tokens").intValue()).isEqualTo(prompts * ids.length);
            assertThat(answer.path("usage").path("completion_tokens").intValue())
                    .isEqualTo(14 * prompts);
        }
        JsonNode echo = api.post(TEXT, "{'prompt': 'Once upon', 'echo': true" + greedy + "}")
                .json();
        assertThat(echo.path("choices").path(0).path("text").stringValue()).isEqualTo("Once upon" + text);
        assertThat(
                        api
                                .post(TEXT, "{'prompt': 'Once upon', 'echo': true, 'stream': true" + greedy + "}")
                                .events()
                                .stream()
                                .map(event -> event.path("choices")
                                        .path(0)
                                        .path("text")
                                        .stringValue())
                                .collect(Collectors.joining()))
                .isEqualTo("Once upon" + text);
        assertThat(api.post(TEXT, "{'prompt': 'Once'}")
                        .json()
                        .path("usage")
                        .path("completion_tokens")
                        .intValue())
                .as("OpenAI's default")
                .isEqualTo(16);
    }

    @Test
    void stopsEndAnAnswer() throws Exception {
        String greedy = "{'prompt': 'Once', 'temperature': 0, 'max_tokens': 20";
        String text = api.post(TEXT, greedy + "}")
                .json()
                .path("choices")
                .path(0)
                .path("text")
                .stringValue();
        String stop = text.substring(text.length() / 2, text.length() / 2 + 2).replace("\"", "\\\"");
        JsonNode choice = api.post(TEXT, greedy + ", 'stop': ['never this', '" + stop + "']}")
                .json()
                .path("choices")
                .path(0);
        assertThat(choice.path("finish_reason").stringValue()).isEqualTo("stop");
        assertThat(choice.path("stop_reason").stringValue()).isEqualTo(stop);
        assertThat(choice.path("text").stringValue()).isEqualTo(text.substring(0, text.indexOf(stop)));
        int first = tokenizer.encode(text)[0];
        assertThat(api.post(TEXT, greedy + ", 'logit_bias': {'" + first + "': -100}}")
                        .json()
                        .path("choices")
                        .path(0)
                        .path("text")
                        .stringValue())
                .isNotEqualTo(text);
    }

    @Test
    void aFullQueueAsksForPatience() throws Exception {
        serving.atMost(2);
        Semaphore permits = serving.slow();
        CompletableFuture<ApiUnderTest.Answer> first = CompletableFuture.supplyAsync(() -> {
            try {
                return api.post(CHAT, HELLO + ", 'max_tokens': 2, 'n': 2}");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await(2);
        ApiUnderTest.Answer refused = api.post(CHAT, HELLO + ", 'max_tokens': 2}");
        refused.refused(429, null, "rate_limit_exceeded");
        assertThat(refused.header("retry-after")).isEqualTo("1");
        permits.release(1000);
        assertThat(first.join().status()).isEqualTo(200);
        permits.drainPermits();
        assertThat(api.post(CHAT, HELLO + ", 'max_tokens': 2, 'n': 3}").status())
                .as("all or none")
                .isEqualTo(429);
        await(0);
    }

    private void await(int running) throws InterruptedException {
        Instant until = Instant.now().plusSeconds(20);
        while (serving.status().running() != running) {
            assertThat(Instant.now()).as("waited for %d to run", running).isBefore(until);
            Thread.sleep(2);
        }
    }

    @Test
    void whoBreaksTheConnectionCancelsTheRequest() throws Exception {
        serving.slow();
        for (String stream : List.of("false", "true")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
                String body = (HELLO + ", 'n': 3, 'stream': " + stream + "}").replace('\'', '"');
                String head = "POST " + CHAT + " HTTP/1.1\r\nHost: localhost:" + api.port()
                        + "\r\nAuthorization: Bearer " + TOKEN + "\r\nContent-Length: " + body.length() + "\r\n\r\n";
                socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
                await(3);
            }
            await(0);
        }
        assertThat(serving.status().cancelled()).isEqualTo(6);
        assertThat(serving.status().newTokens()).isZero();
    }

    @Test
    void aDeadlineGivesUpWhatIsNotReady() throws Exception {
        Semaphore permits = serving.slow();
        permits.release(2);
        ApiUnderTest.Answer late = api.post(CHAT, HELLO + ", 'timeout': 0.2}");
        assertThat(late.refused(504, null, "deadline_exceeded")).contains("deadline");
        assertThat(late.header("x-should-retry"))
                .as("for OpenAI's clients, which try again by themselves")
                .isEqualTo("false");
        HttpRequest.Builder header = api.request(CHAT)
                .header("x-request-timeout", "0.1")
                .POST(HttpRequest.BodyPublishers.ofString((HELLO + ", 'stream': true}").replace('\'', '"')))
                .timeout(Duration.ofSeconds(20));
        assertThat(api.send(header).events())
                .as("nothing looks like a first token before there is one")
                .singleElement()
                .satisfies(event -> assertThat(event.path("error").path("code").stringValue())
                        .isEqualTo("deadline_exceeded"));
        serving.close();
        api.post(CHAT, HELLO + "}").refused(503, null, "closing");
    }
}
