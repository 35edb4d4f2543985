package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.EngineUnderTest;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.PeftAdapters;
import cultivar.runtime.api.ApiUnderTest.Answer;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.test.TinyModel;
import cultivar.runtime.text.ChatMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real base and its adapters over HTTP. */
@Timeout(240)
class ServedHttpTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String LOAD = "/v1/load_lora_adapter";
    private static final String UNLOAD = "/v1/unload_lora_adapter";

    @TempDir
    Path folder;

    private Path adapters;
    private LanguageModel model;
    private Serving serving;
    private ApiUnderTest api;

    @SuppressWarnings("NullAway.Init")
    ServedHttpTest() {}

    @BeforeEach
    void start() throws IOException {
        model = EngineUnderTest.engine().open(TinyModel.write(folder.resolve("tiny")));
        adapters = Files.createDirectory(folder.resolve("adapters"));
        serving = model.serve(ServeSettings.usual().withBatch(4));
        api = new ApiUnderTest(ServedModel.of("lab/tiny", model, 200), serving, adapters);
    }

    @AfterEach
    void stop() {
        api.close();
        serving.close();
        model.close();
    }

    private static Path adapter(Path into, int seed) throws IOException {
        PeftAdapters adapter = new PeftAdapters(seed);
        for (int layer = 0; layer < 2; layer++) {
            adapter.with(layer, "q_proj", 4, 2).with(layer, "down_proj", 4, 2);
        }
        return adapter.write(into, "\"r\": 4, \"lora_alpha\": 8, \"target_modules\": [\"q_proj\", \"down_proj\"]");
    }

    private static String chat(String model, String more) {
        return "{'model': '" + model + "', 'messages': [{'role': 'user', 'content': 'Hello'}], 'max_tokens': 12" + more
                + "}";
    }

    private String greedy(String model, String more) throws Exception {
        return content(api.post(CHAT, chat(model, ", 'temperature': 0" + more)).json());
    }

    private static String content(JsonNode answer) {
        return answer.path("choices").path(0).path("message").path("content").stringValue();
    }

    private String alone(@Nullable LoraAdapter adapter) {
        int[] prompt = model.chatPrompt(List.of(ChatMessage.user("Hello")));
        return model.generate(new GenerationRequest(prompt, adapter, Sampling.greedy(), 12, false), (id, text) -> true)
                .text();
    }

    @Test
    void everyNameAnswersAsItDoesAlone() throws Exception {
        adapter(adapters.resolve("one"), 1);
        String base = greedy("lab/tiny", "");
        assertThat(base).isEqualTo(alone(null));
        String one = greedy("one", "");
        try (LoraAdapter loaded = model.loadAdapter(adapters.resolve("one"))) {
            assertThat(one).isEqualTo(alone(loaded)).isNotEqualTo(base);
        }
        assertThat(greedy("lab/tiny:one", "")).isEqualTo(one);
        assertThat(greedy("lab/tiny", ", 'adapters': [{'name': 'one'}]")).isEqualTo(one);
        assertThat(greedy("lab/tiny", ", 'adapters': [{'name': 'one', 'strength': 0}]"))
                .as("strength 0 is the base")
                .isEqualTo(base);
        assertThat(greedy("lab/tiny", ", 'adapters': [{'name': 'one', 'strength': 2}]"))
                .isNotEqualTo(one);
        api.post(CHAT, chat("one", ", 'adapters': [{'name': 'one'}]")).refused(400, "adapters", "invalid_value");
        api.post(CHAT, chat("lab/tiny", ", 'adapters': [{'name': 'one'}, {'name': 'one'}]"))
                .refused(400, "adapters", "invalid_value");
        api.post(CHAT, chat("lab/tiny", ", 'adapters': [{'name': 'one', 'strength': 2.5}]"))
                .refused(400, "adapters[0].strength", "invalid_value");
    }

    @Test
    void subfoldersAreModelsAsTheyComeAndGo() throws Exception {
        adapter(adapters.resolve("early"), 1);
        Path broken = adapter(adapters.resolve("broken"), 2);
        Files.write(broken.resolve("adapter_model.safetensors"), new byte[] {1, 2, 3});
        Files.createDirectory(adapters.resolve("nothing"));
        assertThat(names()).containsExactly("lab/tiny", "early");
        JsonNode base = api.get("/v1/models/lab/tiny").json();
        assertThat(base.path("parent").isNull()).isTrue();
        assertThat(base.path("root").stringValue())
                .isEqualTo(folder.resolve("tiny").toString());
        assertThat(base.path("max_model_len").intValue()).isEqualTo(200);
        assertThat(api.get("/v1/models/lab%2Ftiny").json()).isEqualTo(base);
        JsonNode early = api.get("/v1/models/early").json();
        assertThat(early.path("object").stringValue()).isEqualTo("model");
        assertThat(early.path("parent").stringValue()).isEqualTo("lab/tiny");
        assertThat(early.path("root").stringValue())
                .isEqualTo(adapters.resolve("early").toString());
        assertThat(early.path("cultivar").path("rank").intValue()).isEqualTo(4);
        api.get("/v1/models/late").refused(404, "model", "model_not_found");
        assertThat(api.post(CHAT, chat("broken", "")).refused(400, "model", "invalid_adapter"))
                .contains("adapter_model.safetensors");

        adapter(adapters.resolve("late"), 3);
        String late = greedy("late", "");
        assertThat(late).isNotEqualTo(greedy("early", ""));
        adapter(broken, 2);
        assertThat(greedy("broken", "")).as("mended").isNotEqualTo(late);
        assertThat(names()).containsExactly("lab/tiny", "broken", "early", "late");

        try (var files = Files.list(adapters.resolve("late"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        assertThat(names()).containsExactly("lab/tiny", "broken", "early");
        api.post(CHAT, chat("late", "")).refused(404, "model", "model_not_found");
        for (String way : List.of("../adapters/early", "./early", "early/", "/etc", "", " ", "early\\u0000")) {
            assertThat(api.post(CHAT, chat(way, ", 'adapters': [{'name': '" + way + "'}]"))
                            .status())
                    .as(way)
                    .isIn(400, 404);
        }
    }

    private List<String> names() throws Exception {
        return api.get("/v1/models")
                .json()
                .path("data")
                .valueStream()
                .map(model -> model.path("id").stringValue())
                .toList();
    }

    @Test
    void adaptersLoadAndUnloadAsWithVllm() throws Exception {
        Path path = adapter(folder.resolve("elsewhere"), 5);
        String body = "{'lora_name': 'mine', 'lora_path': '" + path + "'";
        Answer loaded = api.post(LOAD, body + "}");
        assertThat(loaded.status()).as(loaded.text()).isEqualTo(200);
        assertThat(loaded.text()).startsWith("Success").contains("'mine'");
        assertThat(loaded.header("content-type")).startsWith("text/plain");
        assertThat(api.get("/v1/models/mine")
                        .json()
                        .path("cultivar")
                        .path("pinned")
                        .booleanValue())
                .isFalse();
        assertThat(greedy("mine", "")).isNotEqualTo(greedy("lab/tiny", ""));
        assertThat(refused(api.post(LOAD, body + "}"), 400, "InvalidUserInput")).contains("mine");
        assertThat(api.post(LOAD, body + ", 'pinned': true}").status()).isEqualTo(200);
        assertThat(api.get("/v1/models/mine")
                        .json()
                        .path("cultivar")
                        .path("pinned")
                        .booleanValue())
                .isTrue();

        refused(api.post(LOAD, "{'lora_name': 'x'}"), 400, "InvalidUserInput");
        refused(api.post(LOAD, "{'lora_name': 'x', 'lora_path': '/no/such/folder'}"), 404, "NotFoundError");
        refused(
                api.post(LOAD, "{'lora_name': 'x', 'lora_path': '" + folder.resolve("tiny") + "'}"),
                400,
                "BadRequestError");
        refused(api.post(LOAD, "{'lora_name': 'lab/tiny', 'lora_path': '" + path + "'}"), 400, "InvalidUserInput");
        refused(api.post(UNLOAD, "{'lora_name': 'x'}"), 404, "NotFoundError");
        assertThat(api.post(UNLOAD, "{'lora_name': 'mine'}").text()).startsWith("Success");
        api.post(CHAT, chat("mine", "")).refused(404, "model", "model_not_found");

        adapter(adapters.resolve("local"), 6);
        String local = greedy("local", "");
        assertThat(api.post(UNLOAD, "{'lora_name': 'local'}").status()).isEqualTo(200);
        assertThat(names()).as("unloaded, though the folder is there").containsExactly("lab/tiny");
        api.post(CHAT, chat("local", "")).refused(404, "model", "model_not_found");
        assertThat(api.post(LOAD, "{'lora_name': 'local', 'lora_path': '" + adapters.resolve("local") + "'}")
                        .status())
                .isEqualTo(200);
        assertThat(greedy("local", "")).isEqualTo(local);
    }

    @Test
    void aNameGoesOnToTheNextStepOfATraining() throws Exception {
        String in = "{'lora_name': 'run', 'load_inplace': true, 'lora_path': '";
        Path first = adapter(folder.resolve("step_1"), 7);
        Path second = adapter(folder.resolve("step_2"), 8);
        assertThat(api.post(LOAD, in + first + "', 'pinned': true}").status()).isEqualTo(200);
        String before = greedy("run", "");
        refused(api.post(LOAD, in + folder.resolve("tiny") + "'}"), 400, "BadRequestError");
        assertThat(greedy("run", "")).as("a damaged one takes no place").isEqualTo(before);
        assertThat(api.post(LOAD, in + second + "'}").status()).isEqualTo(200);
        try (LoraAdapter loaded = model.loadAdapter(second)) {
            assertThat(greedy("run", "")).isEqualTo(alone(loaded)).isNotEqualTo(before);
        }
        JsonNode run = api.get("/v1/models/run").json();
        assertThat(run.path("root").stringValue()).isEqualTo(second.toString());
        assertThat(run.path("cultivar").path("pinned").booleanValue()).isTrue();
    }

    @Test
    void aPinIsKeptAtTheNextLookAndWhenTheFilesChange() throws Exception {
        Path path = adapter(adapters.resolve("kept"), 9);
        assertThat(api.post(LOAD, "{'lora_name': 'kept', 'pinned': true, 'lora_path': '" + path + "'}")
                        .status())
                .isEqualTo(200);
        assertThat(names()).contains("kept");
        assertThat(pinned("kept")).isTrue();
        String before = greedy("kept", "");
        adapter(path, 10);
        Files.setLastModifiedTime(
                path.resolve("adapter_model.safetensors"),
                FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(greedy("kept", "")).as("nobody looked meanwhile").isNotEqualTo(before);
        assertThat(pinned("kept")).isTrue();
    }

    @Test
    void anAdapterIsMergedWhereThatIsAskedFor() throws Exception {
        Path path = adapter(folder.resolve("often"), 11);
        String body = "{'lora_name': 'often', 'lora_path': '" + path + "'";
        assertThat(api.post(LOAD, body + "}").status()).isEqualTo(200);
        String before = greedy("often", "");
        assertThat(api.post(LOAD, body + ", 'merge': true}").status()).isEqualTo(200);
        assertThat(greedy("often", "")).isEqualTo(before);
        JsonNode often = api.get("/v1/models/often").json().path("cultivar");
        assertThat(often.path("merge").booleanValue()).isTrue();
        for (int tries = 0; often.path("merged_bytes").longValue() == 0 && tries < 1000; tries++) {
            Thread.sleep(5);
            often = api.get("/v1/models/often").json().path("cultivar");
        }
        assertThat(often.path("merged_bytes").longValue()).isPositive();
        assertThat(greedy("often", "")).isEqualTo(before);
        assertThat(api.post(LOAD, body + ", 'merge': false}").status()).isEqualTo(200);
        often = api.get("/v1/models/often").json().path("cultivar");
        assertThat(often.path("merged_bytes").longValue()).isZero();
    }

    private boolean pinned(String name) throws Exception {
        return api.get("/v1/models/" + name)
                .json()
                .path("cultivar")
                .path("pinned")
                .booleanValue();
    }

    private static String refused(Answer answer, int status, String type) {
        String message = answer.refused(status, null, Integer.toString(status));
        assertThat(answer.text()).contains("\"type\":\"" + type + "\"");
        return message;
    }

    @Test
    void manyAtOnceAnswerAsOneByOne() throws Exception {
        List<String> models = new ArrayList<>(List.of("lab/tiny"));
        for (int i = 0; i < 5; i++) {
            adapter(adapters.resolve("a" + i), i);
            models.add("a" + i);
        }
        Map<String, String> alone = new HashMap<>();
        for (String name : models) {
            alone.put(name, greedy(name, ""));
        }
        assertThat(alone.values()).doesNotHaveDuplicates();
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(12)) {
            for (int i = 0; i < 60; i++) {
                String name = models.get(i % models.size());
                boolean stream = i % 2 == 0;
                answers.add(clients.submit(() -> stream ? streamed(name) : greedy(name, "")));
            }
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get()).isEqualTo(alone.get(models.get(i % models.size())));
        }
        String metrics = api.get("/metrics").text();
        assertThat(metrics)
                .contains("cultivar:num_requests_running{model_name=\"lab/tiny\"} 0\n")
                .contains("cultivar:request_success_total{model_name=\"lab/tiny\",finished_reason=\"length\"} 66\n")
                .contains("cultivar:e2e_request_latency_seconds_count{model_name=\"lab/tiny\"} 66\n")
                .contains("cultivar:e2e_request_latency_seconds_bucket{model_name=\"lab/tiny\",le=\"+Inf\"} 66\n");
    }

    private String streamed(String name) throws Exception {
        return api.post(CHAT, chat(name, ", 'temperature': 0, 'stream': true")).events().stream()
                .map(event -> event.path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asString(""))
                .collect(Collectors.joining());
    }

    @Test
    void metricsAreWhatPrometheusReads() throws Exception {
        greedy("lab/tiny", "");
        Answer answer = api.get("/metrics");
        assertThat(answer.header("content-type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        String name = "cultivar:[a-z0-9_]+";
        String labels = "\\{([a-z_]+=\"[^\"\n]*\",?)+\\}";
        assertThat(answer.text().lines())
                .allMatch(line -> line.matches("# HELP " + name + " .+")
                        || line.matches("# TYPE " + name + " (counter|gauge|histogram)")
                        || line.matches(name + labels + " [0-9.E-]+"))
                .contains("# TYPE cultivar:time_to_first_token_seconds histogram");
        assertThat(answer.text()).contains("cultivar:generation_tokens_total{model_name=\"lab/tiny\"} 12\n");
    }

    @Test
    void tokensAndTextsTurnIntoEachOther() throws Exception {
        JsonNode tokens = api.post("/tokenize", "{'prompt': 'Hello there', 'return_token_strs': true}")
                .json();
        int count = tokens.path("count").intValue();
        assertThat(count).isPositive().isEqualTo(tokens.path("tokens").size());
        assertThat(tokens.path("token_strs").size()).isEqualTo(count);
        assertThat(tokens.path("max_model_len").intValue()).isEqualTo(200);
        assertThat(api.post("/detokenize", "{'tokens': " + tokens.path("tokens") + "}")
                        .json()
                        .path("prompt")
                        .stringValue())
                .isEqualTo("Hello there");
        JsonNode chat = api.post("/tokenize", "{'messages': [{'role': 'user', 'content': 'Hello'}]}")
                .json();
        assertThat(chat.path("count").intValue())
                .isEqualTo(model.chatPrompt(List.of(ChatMessage.user("Hello"))).length);
        api.post("/tokenize", "{}").refused(400, "prompt", "invalid_value");
        api.post("/detokenize", "{'tokens': [99999]}").refused(400, "tokens", "invalid_value");
        assertThat(new String(api.get("/health").text().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void answersAreHeldToASchema() throws IOException, InterruptedException {
        String schema = "{'type': 'object', 'properties': {'ok': {'type': 'boolean'}, 'kind': {'enum': ['a', 'bc']}},"
                + " 'required': ['ok', 'kind'], 'additionalProperties': false}";
        String format =
                ", 'temperature': 1, 'seed': 3, 'response_format': {'type': 'json_schema', 'json_schema': {'name':"
                        + " 'answer', 'schema': " + schema + "}}";
        Answer answer = api.post(CHAT, chat("lab/tiny", format).replace("'max_tokens': 12", "'max_tokens': 80"));
        JsonNode choice = answer.json().path("choices").path(0);
        assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
        JsonNode held = JsonMapper.shared()
                .readTree(choice.path("message").path("content").asString());
        assertThat(held.path("ok").isBoolean()).isTrue();
        assertThat(held.path("kind").asString()).isIn("a", "bc");
    }

    @Test
    void aSchemaThatCannotBeHeldToIsRefusedByName() throws IOException, InterruptedException {
        String format = ", 'response_format': {'type': 'json_schema', 'json_schema': {'schema': {'type': 'array',"
                + " 'uniqueItems': true}}}";
        assertThat(api.post(CHAT, chat("lab/tiny", format)).refused(400, "response_format", "invalid_value"))
                .contains("uniqueItems");
        assertThat(api.post(CHAT, chat("lab/tiny", ", 'response_format': {'type': 'poem'}"))
                        .refused(400, "response_format.type", "invalid_value"))
                .contains("json_schema");
    }
}
