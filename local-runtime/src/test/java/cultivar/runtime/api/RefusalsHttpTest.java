package cultivar.runtime.api;

import static cultivar.runtime.api.ApiUnderTest.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What a request for completions is refused for, and how that is said. */
@Timeout(120)
class RefusalsHttpTest extends ScriptedHttpTest {
    private static final String HELLO = "{'model': 'tiny', 'messages': [{'role': 'user', 'content': 'Hello'}]";

    /** More than a double can be. */
    private static final String ENORMOUS = "9".repeat(400);

    @Test
    void aFieldOfTheWrongKindIsNamed() throws Exception {
        record Case(String fields, String param) {}
        for (Case wrong : List.of(
                new Case("'temperature': 3", "temperature"),
                new Case("'temperature': 'hot'", "temperature"),
                new Case("'temperature': " + ENORMOUS, "temperature"),
                new Case("'timeout': -" + ENORMOUS, "timeout"),
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
        api.post(CHAT, HELLO + ", 'tools': " + ENORMOUS + "}").refused(400, "tools", "unsupported_value");
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
}
