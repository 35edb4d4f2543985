package cultivar.app.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A hub on this machine that serves checkpoint folders and knows one token. */
public final class SmallHub implements AutoCloseable {
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    public static final String TOKEN = "hf_forTestsOnly";

    private static final int LARGE = 1_000_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Repo(Map<String, byte[]> files, boolean gated, String licence) {}

    private final HttpServer server;
    private final Map<String, Repo> repos = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public SmallHub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("small-hub-", 1).factory()));
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                answer(exchange);
            }
        });
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often it was asked anything. */
    public int requests() {
        return requests.get();
    }

    /** Makes it the hub of a home. */
    public SmallHub of(Path home) throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("settings.json"), "{\"hubEndpoint\": \"" + address() + "\"}");
        return this;
    }

    /** Serves the files of a folder. */
    public SmallHub serve(String id, Path folder, boolean gated) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> list = Files.list(folder)) {
            for (Path file : list.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        repos.put(id, new Repo(files, gated, "apache-2.0"));
        return this;
    }

    /** Lets large files stop half way, until {@link #goOn}. */
    public void pause() {
        gate = new CountDownLatch(1);
    }

    /** Sends the other halves. */
    public void goOn() {
        gate.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String[] parts = path.split("/", -1);
        boolean known = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (path.equals("/api/models")) {
            json(exchange, search(exchange.getRequestURI().getQuery()));
        } else if (path.equals("/api/whoami-v2") && known) {
            json(exchange, JSON.createObjectNode().put("name", "ada"));
        } else if (path.startsWith("/api/models/") && repos.containsKey(parts[3] + "/" + parts[4])) {
            json(exchange, info(parts[3] + "/" + parts[4]));
        } else if (parts.length == 6 && parts[3].equals("resolve")) {
            Repo repo = repo(parts[1] + "/" + parts[2]);
            if (repo.gated() && !known) {
                exchange.getResponseHeaders().set("X-Error-Code", "GatedRepo");
                exchange.sendResponseHeaders(401, -1);
            } else {
                file(exchange, Objects.requireNonNull(repo.files().get(parts[5])));
            }
        } else {
            exchange.sendResponseHeaders(401, -1);
        }
    }

    private Repo repo(String id) {
        return Objects.requireNonNull(repos.get(id), id);
    }

    private ArrayNode search(String query) {
        ArrayNode list = JSON.createArrayNode();
        new TreeMap<>(repos).forEach((id, repo) -> {
            String words = query.replaceFirst(".*search=([^&]*).*", "$1");
            if (id.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT))) {
                ObjectNode model = list.addObject();
                model.put("id", id).put("downloads", 12_345).put("likes", 67).put("library_name", "transformers");
                model.put("lastModified", "2026-03-04T05:06:07.000Z");
                if (repo.gated()) {
                    model.put("gated", "manual");
                } else {
                    model.put("gated", false);
                }
                model.putArray("tags").add("license:" + repo.licence());
                model.putObject("safetensors")
                        .putObject("parameters")
                        .put("F32", Objects.requireNonNull(repo.files().get("model.safetensors")).length / 4);
            }
        });
        return list;
    }

    private ObjectNode info(String id) {
        ObjectNode json = JSON.createObjectNode().put("id", id).put("sha", COMMIT);
        json.putArray("tags").add("license:" + repo(id).licence());
        ArrayNode siblings = json.putArray("siblings");
        repo(id).files().forEach((name, content) -> {
            ObjectNode sibling = siblings.addObject().put("rfilename", name).put("size", content.length);
            sibling.put("blobId", "0".repeat(40));
            sibling.putObject("lfs").put("sha256", sha256(content)).put("size", content.length);
        });
        return json;
    }

    private void file(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        int half = content.length < LARGE ? content.length - from : (content.length - from) / 2;
        exchange.getResponseBody().write(content, from, half);
        exchange.getResponseBody().flush();
        if (content.length >= LARGE) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        exchange.getResponseBody().write(content, from + half, content.length - from - half);
    }

    private static void json(HttpExchange exchange, Object value) throws IOException {
        byte[] bytes = JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
