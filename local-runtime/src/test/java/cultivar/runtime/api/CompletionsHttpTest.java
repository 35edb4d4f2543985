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
    void aFieldOfTheWrongKindIsNamed() throws Exception {
        record Case(String fields, String param) {}
        for (Case wrong : List.of(
                new Case("'temperature': 3", "temperature"),
                new Case("'temperature': 'hot'", "temperature"),
                new Case("'top_p': 0", "top_p"),
                new Case("'n': 0", "n"),
                new Case("'n': 1.5", "n"),
                new Case("'max_tokens': 0", "max_tokens"),
                new Case("'max_completion_tokens': -1", "max_completion_tokens"),
                new Case("'stream': 'yes'", "stream"),
                new Case("'stream_options': {'include_usage': true}", "stream_options"),
                new Case("'stop': ['']", "stop"),
                new Case("'stop': [1]", "stop"),
                new Case("'seed': 1e40", "seed"),
                new Case("'presence_penalty': 2.1", "presence_penalty"),
                new Case("'frequency_penalty': -3", "frequency_penalty"),
                new Case("'repetition_penalty': 0", "repetition_penalty"),
                new Case("'logit_bias': {'1': 101}", "logit_bias.1"),
                new Case("'logit_bias': {'9999': 1}", "logit_bias"),
                new Case("'logit_bias': {'x': 1}", "logit_bias"),
                new Case("'top_logprobs': 2", "top_logprobs"),
                new Case("'logprobs': true, 'top_logprobs': 21", "top_logprobs"),
                new Case("'top_k': -2", "top_k"),
                new Case("'min_p': 1.1", "min_p"),
                new Case("'ignore_eos': 1", "ignore_eos"),
                new Case("'timeout': -1", "timeout"),
                new Case("'adapters': {}", "adapters"),
                new Case("'adapters': [{'strength': 1}]", "adapters[0].name"),
                new Case("'chat_template_kwargs': []", "chat_template_kwargs"))) {
            assertThat(api.post(CHAT, HELLO + ", " + wrong.fields() + "}").refused(400, wrong.param(), "invalid_value"))
                    .as(wrong.fields())
                    .contains(wrong.param().replaceAll("\\[.*|\\..*", ""));
        }
        for (String unsupported : List.of("tools", "functions", "web_search_options")) {
            api.post(CHAT, HELLO + ", '" + unsupported + "': [{'type': 'function'}]}")
                    .refused(400, unsupported, "unsupported_value");
            assertThat(api.post(CHAT, HELLO + ", 'max_tokens': 1, '" + unsupported + "': []}")
                            .status())
                    .isEqualTo(200);
        }
        for (String changing : List.of(
                "'continue_final_message': true",
                "'chat_template': '{{ messages }}'",
                "'add_special_tokens': true",
                "'bad_words': ['no']",
                "'include_stop_str_in_output': true",
                "'truncate_prompt_tokens': 4",
                "'skip_special_tokens': false")) {
            String name = changing.substring(1, changing.indexOf('\'', 1));
            api.post(CHAT, HELLO + ", " + changing + "}").refused(400, name, "unsupported_value");
        }
        String harmless = ", 'min_tokens': 0, 'stop_token_ids': [], 'response_format': {'type': 'text'}, 'tools': null";
        assertThat(api.post(CHAT, HELLO + harmless + ", 'max_tokens': 1, 'service_tier': 'auto'}")
                        .status())
                .isEqualTo(200);
        String user = "{'role': 'user', 'content': 'a'}";
        for (Case wrong : List.of(
                new Case("[]", "messages"),
                new Case("'Hello'", "messages"),
                new Case("[{'content': 'a'}]", "messages[0].role"),
                new Case("[{'role': 'king', 'content': 'a'}]", "messages[0].role"),
                new Case("[" + user + ", {'role': 'user'}]", "messages[1].content"),
                new Case("[" + user + ", {'role': 'user', 'content': 1}]", "messages[1].content"),
                new Case(
                        "[{'role': 'user', 'content': [{'type': 'image_url', 'image_url': {}}]}]",
                        "messages[0].content[0].type"),
                new Case("[{'role': 'user', 'content': [{'type': 'text'}]}]", "messages[0].content[0].text"))) {
            api.post(CHAT, "{'messages': " + wrong.fields() + "}").refused(400, wrong.param(), "invalid_value");
        }
        for (Case wrong : List.of(
                new Case("'x': 1", "prompt"),
                new Case("'prompt': ''", "prompt"),
                new Case("'prompt': []", "prompt"),
                new Case("'prompt': [1024]", "prompt"),
                new Case("'prompt': [-1]", "prompt"),
                new Case("'prompt': [[1], ['a']]", "prompt"),
                new Case("'prompt': [{}]", "prompt"),
                new Case("'prompt': 'a', 'best_of': 2", "best_of"),
                new Case("'prompt': 'a', 'logprobs': true", "logprobs"))) {
            api.post(TEXT, "{" + wrong.fields() + "}").refused(400, wrong.param(), "invalid_value");
        }
        api.post(TEXT, "{'prompt': 'a', 'suffix': 'b'}").refused(400, "suffix", "unsupported_value");
        api.post(TEXT, "{'prompt': 'a', 'max_tokens': 0}").refused(400, "max_tokens", "invalid_value");
        api.post(TEXT, "{'prompt': 'a', 'prompt_logprobs': 1}").refused(400, "prompt_logprobs", "unsupported_value");
    }

    @Test
    void whatIsNotThereOrTooLongOrForbiddenIsSaidInOneShape() throws Exception {
        assertThat(api.post(CHAT, HELLO.replace("tiny", "other") + "}").refused(404, "model", "model_not_found"))
                .contains("other");
        api.post(CHAT, HELLO + ", 'adapters': [{'name': 'none'}]}").refused(404, "adapters[0].name", "model_not_found");
        api.post(CHAT, HELLO.replace("tiny", "../../etc") + "}").refused(404, "model", "model_not_found");
        assertThat(api.post(CHAT, HELLO + ", 'max_tokens': 256}").refused(400, "messages", "context_length_exceeded"))
                .contains("256");
        api.post(TEXT, "{'prompt': '" + "long words ".repeat(400) + "'}")
                .refused(400, "prompt", "context_length_exceeded");
        api.post(CHAT, "{'messages': ").refused(400, null, "invalid_json");
        api.post(CHAT, "[" + "[".repeat(5000)).refused(400, null, "invalid_json");
        api.get(CHAT).refused(405, null, "method_not_allowed");
        api.get("/v1/nowhere").refused(404, null, "unknown_url");
        api.post(TEXT, "{'prompt': '" + "x".repeat(200_000) + "'}").refused(413, null, "too_large");
        HttpRequest.Builder nobody = HttpRequest.newBuilder(
                        api.request(CHAT).build().uri())
                .header("Authorization", "Bearer not-" + TOKEN)
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        api.send(nobody).refused(401, null, "invalid_api_key");
        assertThat(api.post(CHAT, HELLO + ", 'max_tokens': " + ScriptedServing.FAILING_TOKENS + "}")
                        .refused(500, null, "engine_error"))
                .doesNotContain("secret");
        List<JsonNode> events = api.post(
                        CHAT, HELLO + ", 'stream': true, 'max_tokens': " + ScriptedServing.FAILING_TOKENS + "}")
                .events();
        assertThat(events.getLast().path("error").path("code").stringValue()).isEqualTo("engine_error");
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
