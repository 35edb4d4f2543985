package cultivar.runtime.hub;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A hub on this machine, with a second server as the storage behind it. Both do as they should until told otherwise, one
 * answer at a time.
 */
final class FakeHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final String CONFIG = """
        {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 1024, "hidden_size": 32,
         "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
         "head_dim": 8, "hidden_act": "silu", "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
         "max_position_embeddings": 128, "tie_word_embeddings": true}
        """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What a server does with a request in place of what it should. */
    interface Trick {
        void play(HttpExchange exchange) throws IOException;
    }

    /** A request as it came. */
    record Seen(String path, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** A repository. */
    static final class Repo {
        final Map<String, byte[]> files = new LinkedHashMap<>();
        final List<String> large = new ArrayList<>();
        final Map<String, String> listed = new HashMap<>();
        String commit = COMMIT;
        boolean gated;
        String token = "";

        Repo file(String name, byte[] content) {
            files.put(name, content);
            return this;
        }

        Repo file(String name, String content) {
            return file(name, content.getBytes(StandardCharsets.UTF_8));
        }

        byte[] content(String name) {
            return Objects.requireNonNull(files.get(name), name);
        }

        /** A file in large file storage, which is fetched from the storage. */
        Repo large(String name, byte[] content) {
            large.add(name);
            return file(name, content);
        }
    }

    private final HttpServer hub;
    private final HttpServer storage;
    private final ExecutorService workers = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("fake-hub-", 1).factory());
    private final Map<String, Repo> repos = new ConcurrentHashMap<>();
    private final Map<String, Deque<Trick>> tricks = new ConcurrentHashMap<>();
    private final List<Seen> seenByHub = Collections.synchronizedList(new ArrayList<>());
    private final List<Seen> seenByStorage = Collections.synchronizedList(new ArrayList<>());

    FakeHub() {
        try {
            hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hub.createContext("/", exchange -> handle(exchange, seenByHub, this::answer));
        storage.createContext("/", exchange -> handle(exchange, seenByStorage, this::store));
        hub.setExecutor(workers);
        storage.setExecutor(workers);
        hub.start();
        storage.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
    }

    URI storageAddress() {
        // Another name for this machine, so that it is another host to the client.
        return URI.create("http://localhost:" + storage.getAddress().getPort());
    }

    Repo repo(String id) {
        return repos.computeIfAbsent(id, missing -> new Repo());
    }

    /** A whole small checkpoint. */
    Repo model(String id, byte[] weights) {
        return repo(id).file("config.json", CONFIG)
                .file("tokenizer.json", "{}")
                .file("README.md", "# A model\n")
                .large("model.safetensors", weights);
    }

    /** The next request for a path is answered so; tricks for the same path queue up. */
    void next(String path, Trick trick) {
        tricks.computeIfAbsent(path, missing -> new ArrayDeque<>()).add(trick);
    }

    List<Seen> seenByHub() {
        return List.copyOf(seenByHub);
    }

    List<Seen> seenByStorage() {
        return List.copyOf(seenByStorage);
    }

    static String resolve(String id, String file) {
        return "/" + id + "/resolve/" + COMMIT + "/" + file;
    }

    static String stored(String id, String file) {
        return "/stored/" + id + "/" + file;
    }

    static String info(String id) {
        return "/api/models/" + id + "/revision/main";
    }

    private void handle(HttpExchange exchange, List<Seen> seen, Trick normal) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        seen.add(new Seen(exchange.getRequestURI().toString(), headers));
        Deque<Trick> waiting = tricks.get(path);
        Trick trick = null;
        if (waiting != null) {
            synchronized (waiting) {
                trick = waiting.poll();
            }
        }
        try (exchange) {
            (trick == null ? normal : trick).play(exchange);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String[] parts = path.split("/", -1);
        if (path.startsWith("/api/models/") && parts.length >= 7) {
            info(exchange, parts[3] + "/" + parts[4], parts[6]);
        } else if (path.equals("/api/models")) {
            search(exchange);
        } else if (parts.length >= 6 && parts[3].equals("resolve")) {
            String id = parts[1] + "/" + parts[2];
            file(exchange, id, String.join("/", Arrays.copyOfRange(parts, 5, parts.length)));
        } else {
            status(404).play(exchange);
        }
    }

    private void info(HttpExchange exchange, String id, String revision) throws IOException {
        Repo repo = repos.get(id);
        if (repo == null) {
            status(401, "X-Error-Code", "RepoNotFound").play(exchange);
            return;
        }
        if (!revision.equals("main") && !revision.equals(repo.commit)) {
            status(404, "X-Error-Code", "RevisionNotFound").play(exchange);
            return;
        }
        ObjectNode json = JSON.createObjectNode();
        json.put("id", id).put("sha", repo.commit).put("private", false);
        if (repo.gated) {
            json.put("gated", "manual");
        } else {
            json.put("gated", false);
        }
        json.putArray("tags").add("license:apache-2.0").add("base_model:adapter:owner/base");
        var siblings = json.putArray("siblings");
        repo.files.forEach((name, content) -> {
            ObjectNode sibling = siblings.addObject();
            sibling.put("rfilename", repo.listed.getOrDefault(name, name));
            sibling.put("size", content.length).put("blobId", blob(content));
            if (repo.large.contains(name)) {
                sibling.putObject("lfs")
                        .put("sha256", sha256(content))
                        .put("size", content.length)
                        .put("pointerSize", 134);
            }
        });
        send(exchange, 200, JSON.writeValueAsBytes(json));
    }

    private void search(HttpExchange exchange) throws IOException {
        var list = JSON.createArrayNode();
        repos.forEach((id, repo) -> {
            ObjectNode model = list.addObject();
            model.put("id", id)
                    .put("downloads", 1234)
                    .put("likes", 56)
                    .put("lastModified", "2026-03-04T05:06:07.000Z")
                    .put("library_name", "transformers");
            if (repo.gated) {
                model.put("gated", "auto");
            } else {
                model.put("gated", false);
            }
            model.putArray("tags").add("license:mit");
            model.putObject("safetensors")
                    .putObject("parameters")
                    .put("BF16", 1_000_000)
                    .put("F32", 10);
        });
        send(exchange, 200, JSON.writeValueAsBytes(list));
    }

    private void file(HttpExchange exchange, String id, String name) throws IOException {
        Repo repo = Objects.requireNonNull(repos.get(id), id);
        String authorization = Objects.toString(exchange.getRequestHeaders().getFirst("Authorization"), "");
        if (!repo.token.isEmpty() && !authorization.equals("Bearer " + repo.token)) {
            status(authorization.isEmpty() ? 401 : 403, "X-Error-Code", "GatedRepo")
                    .play(exchange);
            return;
        }
        byte[] content = repo.files.get(name);
        if (content == null) {
            status(404, "X-Error-Code", "EntryNotFound").play(exchange);
        } else if (repo.large.contains(name)) {
            redirect(storageAddress() + stored(id, name)).play(exchange);
        } else {
            content(content).play(exchange);
        }
    }

    private void store(HttpExchange exchange) throws IOException {
        String[] parts = exchange.getRequestURI().getPath().split("/", 5);
        content(repo(parts[2] + "/" + parts[3]).content(parts[4])).play(exchange);
    }

    /** Content with ranges, as a sound server gives it. */
    static Trick content(byte[] content) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"" + sha256(content) + "\"");
            int from = from(exchange);
            if (from >= content.length && from > 0) {
                status(416).play(exchange);
                return;
            }
            byte[] part = Arrays.copyOfRange(content, from, content.length);
            if (from > 0) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            send(exchange, from > 0 ? 206 : 200, part);
        };
    }

    static int from(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    }

    /** Content that breaks off after so many bytes, though all of them were announced. */
    static Trick cut(byte[] content, int after) {
        return exchange -> {
            int from = from(exchange);
            exchange.getResponseHeaders().set("ETag", "\"" + sha256(content) + "\"");
            if (from > 0) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            OutputStream out = exchange.getResponseBody();
            out.write(content, from, after);
            out.flush();
        };
    }

    /** Content in whole, whatever range was asked for. */
    static Trick whole(byte[] content) {
        return exchange -> send(exchange, 200, content);
    }

    static Trick status(int status, String... headers) {
        return exchange -> {
            Headers given = exchange.getResponseHeaders();
            for (int i = 0; i < headers.length; i += 2) {
                given.set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    static Trick redirect(String location) {
        return status(302, "Location", location);
    }

    static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        if (content.length > 0) {
            exchange.getResponseBody().write(content);
        }
    }

    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(content));
    }

    static String blob(byte[] content) {
        MessageDigest digest = digest("SHA-1");
        digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest(content));
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        storage.stop(0);
        workers.shutdownNow();
    }
}
