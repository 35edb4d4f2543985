package cultivar.runtime.client;

import cultivar.runtime.job.JobEvent;
import cultivar.runtime.job.JobException;
import cultivar.runtime.job.JobNews;
import cultivar.runtime.job.JobSpec;
import cultivar.runtime.server.EngineFile;
import cultivar.runtime.server.JobJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks one engine over HTTP. What it refuses, and that it cannot be reached, is a {@link JobException}. */
public final class EngineClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration OPENING = Duration.ofMinutes(10);
    private static final String JOBS = "/v1/fine_tuning/jobs";

    private final EngineFile engine;
    private final String name = UUID.randomUUID().toString();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    public EngineClient(EngineFile engine) {
        this.engine = engine;
    }

    /** Whether it answers and knows our token. */
    public boolean isUp() {
        try {
            models();
            return true;
        } catch (JobException e) {
            return false;
        }
    }

    /** The folders of the models that it has open. */
    public List<String> models() {
        List<String> folders = new ArrayList<>();
        call("GET", "/v1/engine/models", null)
                .path("data")
                .forEach(model -> folders.add(model.path("root").asString("")));
        return List.copyOf(folders);
    }

    public void create(String id, JobSpec spec) {
        call("POST", JOBS, spec.toJson().put("id", id));
    }

    public void pause(String id) {
        call("POST", job(id) + "/pause", null);
    }

    public void resume(String id) {
        call("POST", job(id) + "/resume", null);
    }

    /** Ends a job with its adapter as it stands. */
    public void stop(String id) {
        call("POST", job(id) + "/cancel", null);
    }

    /** Ends a job and deletes what there is of it. */
    public void discard(String id) {
        call("DELETE", job(id), null);
    }

    public void move(String id, int place) {
        call("POST", job(id) + "/move", JSON.createObjectNode().put("position", place));
    }

    /** The ids of the jobs that run or wait, in order. */
    public List<String> queue() {
        List<String> ids = new ArrayList<>();
        call("GET", "/v1/fine_tuning/queue", null).path("data").forEach(id -> ids.add(id.asString("")));
        return List.copyOf(ids);
    }

    /** What happened to a job after the event of a number, at most so many. */
    public List<JobEvent> events(String id, long after, int limit) {
        List<JobEvent> events = new ArrayList<>();
        call("GET", job(id) + "/events?after=" + after + "&limit=" + limit, null)
                .path("data")
                .forEach(event -> events.add(JobJson.event(event)));
        return events;
    }

    /** Asks it to go on with its work when we are gone; it pauses what runs and ends otherwise. */
    public void keep() {
        call("POST", "/v1/engine/keep", JSON.createObjectNode().put("client", name));
    }

    /** Asks it to pause what runs and to end. */
    public void shutdown() {
        call("POST", "/v1/engine/shutdown", null);
    }

    /** Has it answer on a base: {@code {"model": FOLDER}}. Reading the weights of a large one takes a while. */
    JsonNode serve(ObjectNode body) {
        return call("POST", "/v1/engine/serve", body, OPENING);
    }

    /** What it answers on, and where its adapters lie; an empty object before it does. */
    JsonNode serving() {
        return call("GET", "/v1/engine/serving", null);
    }

    /** Shows it an adapter, as vLLM is shown one. */
    JsonNode load(ObjectNode body) {
        return call("POST", "/v1/load_lora_adapter", body);
    }

    /** What it tells of a model or an adapter. */
    JsonNode model(String id) {
        return call("GET", "/v1/models/" + encoded(id), null);
    }

    JsonNode tokenize(ObjectNode body) {
        return call("POST", "/tokenize", body);
    }

    /** Changes the strengths of an answer under way. */
    void strengths(String answer, ObjectNode body) {
        call("POST", "/v1/chat/completions/" + encoded(answer) + "/adapters", body);
    }

    /**
     * Asks for an answer; gives its events as they come. Whoever closes what is given ends the answer.
     *
     * @throws IOException if it cannot be reached
     */
    InputStream stream(ObjectNode body) throws IOException {
        HttpRequest request = request("/v1/chat/completions")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                try (InputStream in = response.body()) {
                    throw refusal(response.statusCode(), JSON.readTree(in.readAllBytes()));
                }
            }
            return response.body();
        } catch (JacksonException e) {
            throw new IOException("the engine's answer is no JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("nobody waited for the engine");
        }
    }

    /**
     * Follows all news on the calling thread until the engine ends or the connection does.
     *
     * @throws IOException if it cannot be reached
     */
    public void follow(Consumer<JobNews> listener) throws IOException, InterruptedException {
        HttpRequest request = request("/v1/fine_tuning/events?client=" + name)
                .header("Accept", "text/event-stream")
                .GET()
                .build();
        HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            response.body().close();
            throw new IOException("the engine answers " + response.statusCode());
        }
        try (Stream<String> lines = response.body()) {
            for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
                String line = all.next();
                if (line.startsWith("data: ")) {
                    JobJson.news(JSON.readTree(line.substring("data: ".length())))
                            .ifPresent(listener);
                }
            }
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String job(String id) {
        return JOBS + "/" + encoded(id);
    }

    private static String encoded(String part) {
        // That is made for forms, where a blank is a plus.
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + engine.port() + path))
                .header("Authorization", "Bearer " + engine.token());
    }

    private JsonNode call(String method, String path, @Nullable ObjectNode body) {
        return call(method, path, body, PATIENCE);
    }

    private JsonNode call(String method, String path, @Nullable ObjectNode body, Duration patience) {
        HttpRequest request = request(path)
                .timeout(patience)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                byte[] bytes = in.readAllBytes();
                if (response.statusCode() != 200) {
                    throw refusal(response.statusCode(), JSON.readTree(bytes));
                }
                return isJson(response) ? JSON.readTree(bytes) : JSON.missingNode();
            }
        } catch (IOException | JacksonException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new JobException(JobException.Kind.FAILED, "Nobody waited for the engine.");
            }
            throw new JobException(
                    JobException.Kind.FAILED, "The engine does not answer (" + e.getMessage() + "). Try again.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobException(JobException.Kind.FAILED, "Nobody waited for the engine.", e);
        }
    }

    /** vLLM answers some calls with plain words. */
    private static boolean isJson(HttpResponse<?> response) {
        return response.headers().firstValue("content-type").orElse("").startsWith("application/json");
    }

    private static JobException refusal(int status, JsonNode answer) {
        JobException.Kind kind = switch (status) {
            case 404 -> JobException.Kind.MISSING;
            case 409 -> JobException.Kind.CONFLICT;
            case 400 -> JobException.Kind.INVALID;
            default -> JobException.Kind.FAILED;
        };
        return new JobException(
                kind, answer.path("error").path("message").asString("The engine refused with status " + status + "."));
    }
}
