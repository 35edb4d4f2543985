package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.EngineUnderTest;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.PeftAdapters;
import cultivar.runtime.generate.Continuation;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.AdapterShelf;
import cultivar.runtime.serve.Answering;
import cultivar.runtime.serve.ServeListener;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.ServeRequest;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.ServeStatus;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Strengths that change while the real engine answers, one request at a time. */
@Timeout(120)
class StrengthsHttpTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String TEXT = "/v1/completions";
    private static final int TOKENS = 40;
    private static final String NONE = "{'adapters': [{'name': 'one', 'strength': 0}]}";

    @TempDir
    Path folder;

    private LanguageModel model;
    private Stepwise serving;
    private ApiUnderTest api;
    private HttpClient http;

    @SuppressWarnings("NullAway.Init")
    StrengthsHttpTest() {}

    /** The engine, which after each token waits for a permit. */
    private record Stepwise(Serving engine, Semaphore permits, AtomicInteger made) implements Serving {
        @Override
        public List<Answering> submit(List<ServeRequest> requests, List<ServeListener> listeners) {
            return engine.submit(requests, listeners.stream().map(this::waiting).toList());
        }

        private ServeListener waiting(ServeListener listener) {
            return new ServeListener() {
                @Override
                public void onToken(Continuation.Step step) {
                    listener.onToken(step);
                    made.incrementAndGet();
                    permits.acquireUninterruptibly();
                }

                @Override
                public void onMix(AdapterMix mix) {
                    listener.onMix(mix);
                }

                @Override
                public void onEnd(ServeOutcome outcome) {
                    listener.onEnd(outcome);
                }
            };
        }

        /** From now on it waits after each token. */
        void hold() {
            permits.drainPermits();
            made.set(0);
        }

        /** Lets so many tokens be made since it was held, and waits until they are. */
        void stopAfter(int tokens) throws InterruptedException {
            permits.release(tokens - 1);
            while (made.get() < tokens) {
                Thread.sleep(1);
            }
        }

        void goOn() {
            permits.release(1_000_000);
        }

        @Override
        public AdapterShelf shelf() {
            return engine.shelf();
        }

        @Override
        public ServeStatus status() {
            return engine.status();
        }

        @Override
        public boolean alive() {
            return engine.alive();
        }

        @Override
        public void close() {
            goOn();
            engine.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        model = EngineUnderTest.engine().open(TinyModel.write(folder.resolve("tiny")));
        Path adapters = Files.createDirectory(folder.resolve("adapters"));
        for (String name : List.of("one", "two")) {
            PeftAdapters adapter = new PeftAdapters(name.length());
            for (int layer = 0; layer < 2; layer++) {
                adapter.with(layer, "q_proj", 4, 2).with(layer, "down_proj", 4, 2);
            }
            adapter.write(
                    adapters.resolve(name),
                    "\"r\": 4, \"lora_alpha\": 8, \"target_modules\": [\"q_proj\", \"down_proj\"]");
        }
        serving = new Stepwise(
                model.serve(ServeSettings.usual().withBatch(1)), new Semaphore(1_000_000), new AtomicInteger());
        api = new ApiUnderTest(ServedModel.of("tiny", model, 200), serving, adapters);
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        http.close();
        serving.goOn();
        api.close();
        serving.close();
        model.close();
    }

    private static String ask(String path, String name, String more) {
        return "{'model': '" + name + "', 'temperature': 0, 'ignore_eos': true, 'return_token_ids': true, "
                + (path.equals(CHAT) ? "'messages': [{'role': 'user', 'content': 'Hello'}]" : "'prompt': 'Once'")
                + ", 'max_tokens': " + TOKENS + more + "}";
    }

    /** Its headers are there when this returns, its lines come later. */
    private Stream<String> begin(String path, String json) throws Exception {
        HttpRequest request = api.request(path)
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofLines()).body();
    }

    private static List<JsonNode> choices(Stream<String> lines) {
        return lines.filter(line -> line.startsWith("data: {"))
                .map(line -> JsonMapper.shared()
                        .readTree(line.substring(6))
                        .path("choices")
                        .path(0))
                .toList();
    }

    private static String text(JsonNode choice) {
        return choice.path("text").asString("")
                + choice.path("delta").path("content").asString("")
                + choice.path("message").path("content").asString("");
    }

    private static String text(List<JsonNode> choices) {
        return choices.stream().map(StrengthsHttpTest::text).collect(Collectors.joining());
    }

    private static List<Integer> ids(List<JsonNode> choices) {
        return choices.stream()
                .flatMap(choice -> choice.path("token_ids").valueStream())
                .map(JsonNode::intValue)
                .toList();
    }

    private JsonNode whole(String path, String name) throws Exception {
        return api.post(path, ask(path, name, "")).json().path("choices").path(0);
    }

    private static int changeAt(List<JsonNode> choices) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i).has("cultivar")) {
                places.add(i);
            }
        }
        assertThat(places).as("told once").hasSize(1);
        JsonNode change = choices.get(places.getFirst());
        assertThat(change.path("cultivar").toString())
                .isEqualTo("{\"adapters\":[{\"name\":\"one\",\"strength\":0.0}]}");
        assertThat(change.path("finish_reason").isNull()).isTrue();
        assertThat(text(change)).isEmpty();
        assertThat(change.path("delta").isEmpty()).isTrue();
        return places.getFirst();
    }

    @Test
    void anAnswerGoesOnAtOtherStrengths() throws Exception {
        for (String path : List.of(CHAT, TEXT)) {
            String id = (path.equals(CHAT) ? "chatcmpl-" : "cmpl-") + "mine";
            String change = path + "/" + id + "/adapters";
            List<JsonNode> full = List.of(whole(path, "one"));
            String base = text(whole(path, "tiny"));

            serving.hold();
            Stream<String> lines = begin(path, ask(path, "one", ", 'request_id': 'mine', 'stream': true"));
            serving.stopAfter(5);
            assertThat(api.post(change, NONE).json())
                    .isEqualTo(JsonMapper.shared()
                            .readTree("{\"id\":\"" + id + "\",\"adapters\":[{\"name\":\"one\",\"strength\":0.0}]}"));
            serving.goOn();
            List<JsonNode> choices = choices(lines);
            int at = changeAt(choices);
            assertThat(ids(choices.subList(0, at + 1))).isEqualTo(ids(full).subList(0, 5));
            assertThat(ids(choices)).hasSize(TOKENS).isNotEqualTo(ids(full));
            assertThat(text(choices)).isNotEqualTo(text(full)).isNotEqualTo(base);
            assertThat(text(full)).startsWith(text(choices.subList(0, at)));
            api.post(change, NONE).refused(404, null, "not_found");

            serving.hold();
            CompletableFuture<JsonNode> whole = CompletableFuture.supplyAsync(() -> unchecked(path));
            serving.stopAfter(5);
            // A whole answer does not say when it has begun.
            while (api.post(change, NONE).status() == 404) {
                Thread.sleep(1);
            }
            serving.goOn();
            assertThat(text(whole.get())).isEqualTo(text(choices));
            assertThat(ids(List.of(whole.get()))).isEqualTo(ids(choices));
            assertThat(whole.get().has("cultivar")).isFalse();
        }
    }

    private JsonNode unchecked(String path) {
        try {
            return api.post(path, ask(path, "one", ", 'request_id': 'mine'"))
                    .json()
                    .path("choices")
                    .path(0);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsChangedInTheQueueHoldsFromTheFirstToken() throws Exception {
        for (String path : List.of(CHAT, TEXT)) {
            String change = path + "/" + (path.equals(CHAT) ? "chatcmpl-" : "cmpl-") + "later/adapters";
            String base = text(whole(path, "tiny"));
            assertThat(text(whole(path, "one"))).isNotEqualTo(base);

            serving.hold();
            Stream<String> front = begin(path, ask(path, "one", ", 'stream': true"));
            serving.stopAfter(2);
            Stream<String> later = begin(path, ask(path, "one", ", 'request_id': 'later', 'stream': true"));
            assertThat(api.post(change, NONE.replace("0}", "0.5}")).status()).isEqualTo(200);
            assertThat(api.post(change, NONE).status()).isEqualTo(200);
            serving.goOn();
            assertThat(choices(front)).isNotEmpty().noneMatch(choice -> choice.has("cultivar"));
            List<JsonNode> choices = choices(later);
            int at = changeAt(choices);
            assertThat(at).as("after the role alone").isEqualTo(path.equals(CHAT) ? 1 : 0);
            assertThat(ids(choices.subList(0, at + 1))).isEmpty();
            assertThat(choices.getFirst().path("delta").path("role").asString(""))
                    .isEqualTo(path.equals(CHAT) ? "assistant" : "");
            assertThat(text(choices)).isEqualTo(base);
        }
    }

    @Test
    void tokensWithoutTextComeBeforeTheChange() throws Exception {
        JsonNode bytes = api.post("/tokenize", "{'prompt': '\u20ac'}").json().path("tokens");
        String part = ", 'allowed_token_ids': [" + bytes.path(0) + "], 'request_id': 'mine', 'stream': true";
        serving.hold();
        Stream<String> lines = begin(TEXT, ask(TEXT, "one", part));
        serving.stopAfter(3);
        assertThat(api.post(TEXT + "/cmpl-mine/adapters", NONE).status()).isEqualTo(200);
        serving.goOn();
        List<JsonNode> choices = choices(lines);
        int at = changeAt(choices);
        assertThat(choices.get(at).path("token_ids"))
                .as("waits for its character")
                .isNotEmpty();
        assertThat(ids(choices.subList(0, at + 1))).hasSize(3);
        assertThat(ids(choices)).hasSize(TOKENS);
    }

    @Test
    void strengthsOfItsOwnAdaptersAloneCanChange() throws Exception {
        String change = CHAT + "/chatcmpl-mine/adapters";
        serving.hold();
        Stream<String> lines = begin(CHAT, ask(CHAT, "one", ", 'request_id': 'mine', 'stream': true"));
        serving.stopAfter(3);
        for (String others : List.of("[{'name': 'two'}]", "[{'name': 'one'}, {'name': 'two'}]", "[]", "null", "1")) {
            api.post(change, "{'adapters': " + others + "}").refused(400, "adapters", "invalid_value");
        }
        api.post(change, "{}").refused(400, "adapters", "invalid_value");
        api.post(change, "{'adapters': [{'name': 'one'}, {'name': 'one'}]}").refused(400, "adapters", "invalid_value");
        api.post(change, "{'adapters': [{'strength': 1}]}").refused(400, "adapters[0].name", "invalid_value");
        api.post(change, NONE.replace("0}", "2.5}")).refused(400, "adapters[0].strength", "invalid_value");
        api.post(CHAT + "/chatcmpl-other/adapters", NONE).refused(404, null, "not_found");
        api.post(TEXT + "/chatcmpl-mine/adapters", NONE).refused(404, null, "not_found");
        assertThat(api.post(change, "{'adapters': [{'name': 'one'}]}")
                        .json()
                        .path("id")
                        .stringValue())
                .isEqualTo("chatcmpl-mine");
        serving.goOn();
        assertThat(choices(lines)).as("it is as strong as it was").noneMatch(choice -> choice.has("cultivar"));
        api.post(change, NONE).refused(404, null, "not_found");
    }

    @Test
    void everyChoiceOfARequestIsChangedAndGivenUpWithItsClient() throws Exception {
        String change = CHAT + "/chatcmpl-mine/adapters";
        serving.hold();
        Stream<String> lines = begin(CHAT, ask(CHAT, "one", ", 'request_id': 'mine', 'n': 2, 'stream': true"));
        serving.stopAfter(3);
        assertThat(api.post(change, NONE).status()).isEqualTo(200);
        serving.goOn();
        List<JsonNode> choices = choices(lines);
        for (int index = 0; index < 2; index++) {
            int own = index;
            changeAt(choices.stream()
                    .filter(choice -> choice.path("index").intValue() == own)
                    .toList());
        }

        serving.hold();
        Stream<String> leaves = begin(CHAT, ask(CHAT, "one", ", 'request_id': 'mine', 'stream': true"));
        assertThat(api.post(change, NONE).status()).isEqualTo(200);
        leaves.close();
        while (api.post(change, NONE).status() != 404) {
            Thread.sleep(1);
        }
    }
}
