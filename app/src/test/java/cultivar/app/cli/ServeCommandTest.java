package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.test.TinyModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server in a process of its own, from its first line to Ctrl-C. */
@Timeout(300)
class ServeCommandTest {
    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    private static HttpRequest.Builder to(JsonNode server, String path) {
        return HttpRequest.newBuilder(URI.create(server.path("url").stringValue() + path))
                .header("Authorization", "Bearer " + server.path("api_key").asString(""));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there as Ctrl-C does")
    void saysWhereItListensAnswersAndEndsGracefully() throws Exception {
        Path model = TinyModel.write(folder.resolve("tiny"));
        Path errors = folder.resolve("err.txt");
        Process process = ChildStudio.start(
                errors,
                folder.resolve("home"),
                "serve",
                "--json",
                "--port",
                "0",
                "--model",
                model.toString(),
                "--adapters",
                Files.createDirectory(folder.resolve("adapters")).toString(),
                "--allow-origin",
                "*",
                "--allow-origin",
                "null",
                "--allow-origin",
                "safari-web-extension://0A1B");
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        JsonNode server = JsonMapper.shared().readTree(out.readLine());
        assertThat(Outcome.fields(server))
                .containsExactly("url", "port", "api_key", "model", "max_model_len", "adapters");
        assertThat(server.path("model").stringValue()).isEqualTo("tiny");
        assertThat(server.path("url").stringValue())
                .isEqualTo("http://127.0.0.1:" + server.path("port").intValue());
        assertThat(server.path("api_key").stringValue()).hasSizeGreaterThan(32);
        assertThat(Files.readString(errors)).contains("Every web page");
        HttpResponse<String> models = http.send(to(server, "/v1/models").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(models.body()).contains("\"id\":\"tiny\"");
        HttpRequest nobody =
                HttpRequest.newBuilder(to(server, "/v1/models").build().uri()).build();
        assertThat(http.send(nobody, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);

        HttpRequest stream = to(server, "/v1/completions")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"prompt\": \"Once\", \"max_tokens\": 200, \"ignore_eos\": true, \"stream\": true}"))
                .build();
        HttpResponse<Stream<String>> answer = http.send(stream, HttpResponse.BodyHandlers.ofLines());
        Iterator<String> lines = answer.body().iterator();
        assertThat(lines.next()).startsWith("data: {");
        process.destroy();
        String last = "";
        while (lines.hasNext()) {
            String line = lines.next();
            last = line.isEmpty() ? last : line;
        }
        assertThat(last).as("what was under way came to its end").isEqualTo("data: [DONE]");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(errors)).contains("Answered 1 request with 200 tokens.");
    }

    @Test
    void refusesWhatCannotBeServedAsItIsAsked() throws IOException {
        Path home = folder.resolve("home");
        assertThat(Outcome.of(home, "serve", "--host", "0.0.0.0", "--no-token").failed(2))
                .contains("a token is needed");
        assertThat(Outcome.of(home, "serve", "--no-token", "--api-key", "x").failed(2))
                .contains("contradict");
        assertThat(Outcome.of(home, "serve", "--port", "70000").failed(2)).contains("65535");
        assertThat(Outcome.of(
                                home,
                                "serve",
                                "--adapters",
                                folder.resolve("none").toString())
                        .failed(1))
                .contains("There is no folder");
        assertThat(Outcome.of(home, "serve", "--max-batch", "0").failed(1)).contains("at least 1");
        for (String memory : List.of("--cache-mib", "--prefix-mib", "--ready-mib", "--warm-mib")) {
            assertThat(Outcome.of(home, "serve", memory, "17592186044417").failed(1))
                    .as("2^44 MiB and one are one MiB where 64 bits are all there is")
                    .contains(memory + " must be from 0 to 1048576.");
        }
        assertThat(Outcome.of(home, "serve", "--served-model-name", " ").failed(1))
                .contains("must be a name");
        for (String origin : List.of("http://localhost:3000/", "localhost", "http://Box.example", "http://a b")) {
            assertThat(Outcome.of(home, "serve", "--allow-origin", origin).failed(2))
                    .contains("--allow-origin " + origin + " is no origin");
        }
        for (String name : List.of("box:8000", "http://box", "box/")) {
            assertThat(Outcome.of(home, "serve", "--allow-host", name).failed(2))
                    .contains("--allow-host " + name + " is no name");
        }
        String model = TinyModel.write(folder.resolve("tiny")).toString();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(Outcome.of(home, "serve", "--model", model, "--port", port)
                            .failed(1))
                    .contains("port " + port, "--port");
        }
        assertThat(Outcome.of(home, "serve", "--model", model, "--merge", "none")
                        .failed(1))
                .contains("no adapter none to merge that can be served");
    }
}
