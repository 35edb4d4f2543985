package cultivar.wallet.chain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A development chain over HTTP on loopback, as a node of the network: honest until it is told a fault for a method.
 * Faults of {@link #EVERY} method hold where the method has none of its own.
 */
public final class MisbehavingNode implements AutoCloseable {
    /** Stands for all methods. */
    public static final String EVERY = "*";

    /** What goes wrong with a request. */
    public sealed interface Fault {
        /** The chain is not asked; the result is this JSON, such as {@code "\"0x1\""}. */
        record Lie(String json) implements Fault {}

        /** The chain is not asked; the node refuses with this error. */
        record Refuse(int code, String message) implements Fault {}

        /** The chain is not asked; the server answers with something that may be no JSON at all. */
        record Page(int status, String contentType, String body) implements Fault {}

        /** The chain is asked, but the answer comes late. */
        record Late(Duration delay) implements Fault {}

        /** The chain is asked, or not, and the connection ends without an answer. */
        record Cut(boolean asked) implements Fault {}

        /** A transaction's hash is given as if it were accepted, but the chain never hears of it. */
        record Drop() implements Fault {}

        /** What this method answered to the same question before is answered again, however old it is. */
        record Stale() implements Fault {}
    }

    private static final JsonMapper JSON = new JsonMapper();

    private final DevChainRpc rpc;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> answered = new ConcurrentHashMap<>();
    private final List<String> methods = new CopyOnWriteArrayList<>();
    private final long chainId;

    private MisbehavingNode(DevChain chain) throws IOException {
        this.rpc = new DevChainRpc(chain);
        this.chainId = chain.chainId();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                serve(exchange);
            }
        });
        server.start();
    }

    /** Starts a node that serves this chain. */
    public static MisbehavingNode over(DevChain chain) throws IOException {
        return new MisbehavingNode(chain);
    }

    /** Where it listens. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A network of one's own with the chain's true number, through this node. */
    public Network network() {
        return Network.custom("mine", "My chain", chainId, "ETH", address(), null);
    }

    /** From now on this method goes wrong. */
    public MisbehavingNode on(String method, Fault fault) {
        faults.put(method, fault);
        return this;
    }

    /** Claims to serve another chain. */
    public MisbehavingNode lieAboutChain(long id) {
        return on("eth_chainId", new Fault.Lie("\"" + Hex.quantity(id) + "\""));
    }

    /** Answers everything with status 429. */
    public MisbehavingNode limitRate() {
        return on(EVERY, new Fault.Page(429, "text/plain", "Too Many Requests"));
    }

    /** Answers everything with a page for people, as a portal does before one has signed in. */
    public MisbehavingNode showPage() {
        return on(EVERY, new Fault.Page(200, "text/html", "<!DOCTYPE html><html><body>Sign in</body></html>"));
    }

    /** Goes on giving the nonces that it gave before. */
    public MisbehavingNode freezeNonces() {
        return on("eth_getTransactionCount", new Fault.Stale());
    }

    /** Takes transactions and loses them. */
    public MisbehavingNode dropTransactions() {
        return on("eth_sendRawTransaction", new Fault.Drop());
    }

    /** Takes transactions, but the sender never hears of it. */
    public MisbehavingNode cutAfterSending() {
        return on("eth_sendRawTransaction", new Fault.Cut(true));
    }

    /** No more faults. */
    public MisbehavingNode behave() {
        faults.clear();
        return this;
    }

    /** The methods that were asked for so far, in order. */
    public List<String> methods() {
        return List.copyOf(methods);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String payload = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode request = JSON.readTree(payload);
        String method = request.path("method").asString("");
        methods.add(method);
        Fault fault = faults.getOrDefault(method, faults.get(EVERY));
        switch (fault) {
            case null -> answer(exchange, honest(payload, request));
            case Fault.Lie(String json) -> answer(exchange, result(request, JSON.readTree(json)));
            case Fault.Refuse(int code, String message) -> answer(exchange, error(request, code, message));
            case Fault.Page(int status, String type, String body) -> page(exchange, status, type, body);
            case Fault.Late(Duration delay) -> {
                String honest = honest(payload, request);
                pause(delay);
                answer(exchange, honest);
            }
            case Fault.Cut(boolean asked) -> {
                if (asked) {
                    honest(payload, request);
                }
            }
            case Fault.Drop() -> answer(exchange, result(request, hash(request)));
            case Fault.Stale() -> answer(exchange, stale(payload, request));
        }
    }

    private String honest(String payload, JsonNode request) {
        String answer = rpc.answer(payload);
        JsonNode result = JSON.readTree(answer).path("result");
        if (!result.isMissingNode()) {
            answered.put(question(request), result);
        }
        return answer;
    }

    private String stale(String payload, JsonNode request) {
        JsonNode before = answered.get(question(request));
        return before == null ? honest(payload, request) : result(request, before);
    }

    private static String question(JsonNode request) {
        return request.path("method") + " " + request.path("params");
    }

    private static JsonNode hash(JsonNode request) {
        byte[] raw = Hex.decode(request.path("params").path(0).asString(""));
        return JSON.getNodeFactory().stringNode(Hex.encode(Keccak.hash(raw)));
    }

    private static String result(JsonNode request, JsonNode result) {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        answer.set("result", result);
        return answer.toString();
    }

    private static String error(JsonNode request, int code, String message) {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        answer.putObject("error").put("code", code).put("message", message);
        return answer.toString();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        page(exchange, 200, "application/json", json);
    }

    private static void page(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (status == 429) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the test is over
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
