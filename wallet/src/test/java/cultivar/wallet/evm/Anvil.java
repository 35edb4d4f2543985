package cultivar.wallet.evm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Foundry's development node with the rules of Cancun, as a process of its own. It is no part of the build: {@code mvn
 * -Panvil} gets it, and what compares with it is skipped where it is missing.
 */
public final class Anvil implements AutoCloseable {
    private static final Path INSTALLED = Path.of("target/anvil/node_modules/@foundry-rs");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final JsonMapper json = new JsonMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final URI address;

    private Anvil(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** The program: what the system property {@code cultivar.anvil} names, or what the profile installed. */
    public static Optional<Path> program() throws IOException {
        String named = System.getProperty("cultivar.anvil", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named)).filter(Files::isRegularFile);
        }
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(INSTALLED)) {
            return files.filter(
                            f -> INSTALLED.relativize(f).toString().matches("anvil-.+[/\\\\]bin[/\\\\]anvil(\\.exe)?"))
                    .findFirst();
        }
    }

    /** Starts it on a free port of loopback. */
    public static Anvil start(Path program, String... options) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<String> command = Stream.concat(
                        Stream.of(
                                program.toString(),
                                "--hardfork",
                                "cancun",
                                "--port",
                                Integer.toString(port),
                                "--silent"),
                        Stream.of(options))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Anvil anvil = new Anvil(process, URI.create("http://127.0.0.1:" + port));
        anvil.awaitStart();
        return anvil;
    }

    private void awaitStart() throws InterruptedException, IOException {
        String question = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}";
        for (int attempt = 0; attempt < 300; attempt++) {
            try {
                post(question);
                return;
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new IOException("anvil ended with " + process.exitValue(), e);
                }
                Thread.sleep(100);
            }
        }
        close();
        throw new IOException("anvil does not answer");
    }

    /** Where it listens. */
    public URI address() {
        return address;
    }

    /** Sends a request or a list of them. */
    public JsonNode ask(JsonNode request) throws IOException, InterruptedException {
        return json.readTree(post(request.toString()));
    }

    private String post(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.shutdownNow();
    }
}
