package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.http.Guard;
import cultivar.runtime.http.WebServer;
import cultivar.runtime.serve.Serving;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The routes on a port, and a stranger's client. */
final class ApiUnderTest implements AutoCloseable {
    static final String TOKEN = "secret";
    private static final int LARGEST = 100_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final WebServer server;

    ApiUnderTest(ServedModel model, Serving serving, @Nullable Path adapters) throws IOException {
        ApiRoutes routes = new ApiRoutes(model, serving, new Adapters(model.name(), serving.shelf(), adapters));
        server = WebServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Guard(Guard.LOOPBACK, TOKEN, "Ask somebody.", Set.of()),
                LARGEST,
                List.of(routes),
                () -> {});
    }

    /** What came back. */
    record Answer(int status, HttpResponse<String> response) {
        String text() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            assertThat(status).as(text()).isEqualTo(200);
            return JsonMapper.shared().readTree(text());
        }

        /** The events of a stream, without the last word, which must be there. */
        List<JsonNode> events() {
            assertThat(status).as(text()).isEqualTo(200);
            assertThat(header("content-type")).startsWith("text/event-stream");
            assertThat(text()).endsWith("data: [DONE]\n\n");
            return text().lines()
                    .filter(line -> line.startsWith("data: {"))
                    .map(line -> JsonMapper.shared().readTree(line.substring(6)))
                    .toList();
        }

        /** Asserts a refusal in OpenAI's shape; gives its message. */
        String refused(int expected, @Nullable String param, String code) {
            assertThat(status).as(text()).isEqualTo(expected);
            JsonNode error = JsonMapper.shared().readTree(text()).path("error");
            assertThat(error.path("code").asString()).as(text()).isEqualTo(code);
            assertThat(error.path("param").isNull() ? null : error.path("param").stringValue())
                    .as(text())
                    .isEqualTo(param);
            assertThat(error.path("type").stringValue()).isNotBlank();
            return error.path("message").stringValue();
        }
    }

    int port() {
        return server.port();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Authorization", "Bearer " + TOKEN);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(to(path).GET());
    }

    /** Posts JSON, which may be written with single quotes. */
    Answer post(String path, String json) throws IOException, InterruptedException {
        return send(to(path).POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response);
    }

    HttpRequest.Builder request(String path) {
        return to(path);
    }

    @Override
    public void close() {
        server.close();
        http.close();
    }
}
