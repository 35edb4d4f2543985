package cultivar.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.EngineUnderTest;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.http.WebServer;
import cultivar.runtime.job.JobEvent;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobNews;
import cultivar.runtime.job.JobService;
import cultivar.runtime.job.JobSpec;
import cultivar.runtime.job.Jobs;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.test.TinyJob;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The interface over HTTP, as a stranger's client meets it. */
@Timeout(120)
class EngineHttpTest {
    private static final String TOKEN = "secret";
    private static final int STEPS = 12;
    private static final String JOBS = "/v1/fine_tuning/jobs";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private JobHome home;
    private @Nullable LanguageModel model;
    private JobService jobs;
    private EngineModels models;
    private EngineServing serving;
    private WebServer server;

    @SuppressWarnings("NullAway.Init")
    EngineHttpTest() {}

    @BeforeEach
    void start() throws IOException {
        home = new JobHome(folder.resolve("home"));
        jobs = JobService.background(home, this::open).start();
        EngineLife life = new EngineLife(Duration.ofMinutes(1));
        models = new EngineModels(home.settings());
        serving = new EngineServing(models, home.adapters());
        server = EngineServer.start(
                TOKEN, List.of(new EngineRoutes(models, life), new JobRoutes(home, jobs, life), serving), () -> {});
    }

    private synchronized LanguageModel open(Path path, BaseType type) {
        if (model == null) {
            model = EngineUnderTest.engine().open(path, type);
        }
        return model;
    }

    @AfterEach
    void stop() {
        server.close();
        jobs.close(Jobs.OnClose.PAUSE);
        http.close();
        serving.close();
        models.close();
        if (model != null) {
            model.close();
        }
    }

    private record Answer(int status, String text) {
        JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }

        /** Asserts a refusal in OpenAI's shape; gives its message. */
        String refused(int expected, String code) {
            assertThat(status).as(text).isEqualTo(expected);
            JsonNode error = json().path("error");
            assertThat(error.path("code").stringValue()).isEqualTo(code);
            assertThat(error.path("type").stringValue()).endsWith("_error");
            return error.path("message").stringValue();
        }
    }

    private Answer ask(String method, String path, String body, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
        return new Answer(response.statusCode(), response.body());
    }

    private Answer get(String path) throws Exception {
        return ask("GET", path, "", TOKEN);
    }

    private JsonNode create(String id, int steps) throws Exception {
        JobSpec spec = TinyJob.in(home, id, steps);
        Answer answer = ask("POST", JOBS, spec.toJson().put("id", id).toString(), TOKEN);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void onlyWhoKnowsTheTokenComesIn() throws Exception {
        assertThat(ask("GET", "/health", "", "wrong").json().path("status").stringValue())
                .isEqualTo("ok");
        for (String path : List.of(JOBS, "/v1/models", "/v1/fine_tuning/events", "/nowhere")) {
            assertThat(ask("GET", path, "", "wrong").refused(401, "invalid_api_key"))
                    .contains("token");
            assertThat(ask("GET", path, "", "").status()).isEqualTo(401);
        }
        assertThat(ask("POST", "/v1/engine/shutdown", "{}", TOKEN + "x").status())
                .isEqualTo(401);
        assertThat(get("/v1/models").json().path("data").isEmpty()).isTrue();
    }

    @Test
    void aPageThatHasItsOwnNamePointHereIsRefused() throws Exception {
        for (String host : List.of("evil.example", "127.0.0.1", "localhost:1", "")) {
            String answer = raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertThat(answer)
                    .as(host)
                    .startsWith("HTTP/1.1 403")
                    .contains("host_not_allowed")
                    .doesNotContain("--allow-host");
        }
        assertThat(raw("GET /health HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws Exception {
        assertThat(get("/v1/nothing").refused(404, "unknown_url")).contains("/v1/nothing");
        assertThat(ask("PUT", JOBS, "{}", TOKEN).refused(405, "method_not_allowed"))
                .contains("PUT");
        assertThat(ask("OPTIONS", JOBS, "", TOKEN).status()).isEqualTo(405);
        assertThat(ask("POST", JOBS, "{\"model\": ", TOKEN).refused(400, "invalid_json"))
                .contains("not valid JSON");
        assertThat(ask("POST", JOBS, "[1]", TOKEN).refused(400, "invalid_json")).contains("one JSON object");
        assertThat(ask("POST", JOBS, "{\"model\": \"m\"}", TOKEN).refused(400, "invalid_value"))
                .doesNotContain("\n");
        assertThat(ask("POST", JOBS, " ".repeat(9 << 20), TOKEN).refused(413, "too_large"))
                .contains("8388608");
        assertThat(get(JOBS + "/nothing").refused(404, "not_found")).contains("nothing");
        assertThat(get(JOBS + "/..%2F..").refused(404, "unknown_url")).isNotBlank();
        assertThat(get(JOBS + "?limit=many").refused(400, "invalid_value")).contains("limit");
        ObjectNode wrong = TinyJob.in(home, "wrong", STEPS).toJson();
        wrong.withObject("settings").put("batch", 0);
        assertThat(ask("POST", JOBS, wrong.toString(), TOKEN).refused(400, "invalid_value"))
                .contains("The batch must be at least 1 row");
    }

    @Test
    void jobsLookAsInOpenAisInterface() throws Exception {
        JsonNode created = create("one", STEPS);
        assertThat(created.path("object").stringValue()).isEqualTo("fine_tuning.job");
        assertThat(created.path("status").stringValue()).isIn("queued", "running");
        assertThat(created.path("hyperparameters").path("batch_size").intValue())
                .isEqualTo(4);
        assertThat(created.path("fine_tuned_model").isNull()).isTrue();
        assertThat(ask(
                                "POST",
                                JOBS,
                                TinyJob.in(home, "one", 3)
                                        .toJson()
                                        .put("id", "one")
                                        .toString(),
                                TOKEN)
                        .refused(409, "conflict"))
                .contains("one");

        // The stream of a job tells all of it, from the beginning, and ends with it.
        Answer stream = get(JOBS + "/one/events?stream=true");
        List<String> data = stream.text()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
        assertThat(data.getLast()).isEqualTo("[DONE]");
        List<JsonNode> events = data.subList(0, data.size() - 1).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(events.stream()
                        .filter(event -> event.path("type").stringValue().equals("metrics"))
                        .map(event -> event.path("data").path("step").intValue()))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(events.getFirst().path("object").stringValue()).isEqualTo("fine_tuning.job.event");
        String third = events.get(2).path("id").stringValue();
        JsonNode page = get(JOBS + "/one/events?limit=2&after=" + third).json();
        assertThat(page.path("data").valueStream().toList()).isEqualTo(events.subList(3, 5));
        assertThat(page.path("has_more").booleanValue()).isTrue();

        JsonNode done = get(JOBS + "/one").json();
        assertThat(done.path("status").stringValue()).isEqualTo("succeeded");
        assertThat(done.path("fine_tuned_model").stringValue())
                .isEqualTo(home.root().resolve("adapters/one").toString());
        create("two", STEPS);
        JsonNode list = get(JOBS + "?limit=1").json();
        assertThat(list.path("data").get(0).path("id").stringValue()).isEqualTo("two");
        assertThat(list.path("has_more").booleanValue()).isTrue();
        assertThat(get(JOBS + "?after=two")
                        .json()
                        .path("data")
                        .get(0)
                        .path("id")
                        .stringValue())
                .isEqualTo("one");
    }

    @Test
    void jobsAreSteered() throws Exception {
        CountDownLatch saved = new CountDownLatch(1);
        var _ = jobs.listen(news -> {
            if (news instanceof JobNews.Happened(String _, JobEvent.Checkpoint _)) {
                saved.countDown();
            }
        });
        create("runs", 100_000);
        saved.await();
        create("waits", STEPS);
        create("last", STEPS);
        assertThat(ask("POST", JOBS + "/last/move", "{\"position\": 0}", TOKEN).json().path("data").values().stream()
                        .map(JsonNode::stringValue))
                .containsExactly("runs", "last", "waits");
        assertThat(ask("POST", JOBS + "/last/move", "{}", TOKEN).refused(400, "invalid_value"))
                .contains("position");
        assertThat(ask("POST", JOBS + "/waits/pause", "", TOKEN)
                        .json()
                        .path("status")
                        .stringValue())
                .isEqualTo("paused");
        assertThat(ask("POST", JOBS + "/waits/pause", "", TOKEN).refused(409, "conflict"))
                .contains("not going on");
        assertThat(ask("DELETE", JOBS + "/last", "", TOKEN)
                        .json()
                        .path("deleted")
                        .booleanValue())
                .isTrue();
        assertThat(get(JOBS + "/last").status()).isEqualTo(404);
        ask("POST", JOBS + "/runs/pause", "", TOKEN);
        assertThat(jobs.await("runs").orElseThrow().status().id()).isEqualTo("paused");
        JsonNode checkpoints = get(JOBS + "/runs/checkpoints").json().path("data");
        assertThat(checkpoints.size()).isPositive();
        assertThat(checkpoints.get(0).path("object").stringValue()).isEqualTo("fine_tuning.job.checkpoint");
        ask("POST", JOBS + "/runs/cancel", "", TOKEN);
        jobs.await("runs");
        assertThat(get(JOBS + "/runs").json().path("fine_tuned_model").stringValue())
                .endsWith("runs");
    }
}
