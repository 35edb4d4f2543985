package cultivar.app.publish;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import cultivar.wallet.chain.Contracts;
import cultivar.wallet.chain.DevChain;
import cultivar.wallet.chain.DevChainService;
import cultivar.wallet.chain.Network;
import cultivar.wallet.registry.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A node on this machine, over a development chain with the contracts; it answers only while it is started. */
public final class LoopbackNode implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int port;
    private final DevChain chain;
    private final AtomicInteger sent = new AtomicInteger();
    private @Nullable HttpServer server;

    /** An answer as it came. */
    static final class Answer extends Response<JsonNode> {}

    /** A node that does not answer yet; its chain lies in a folder of its own. */
    public LoopbackNode(Path folder) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        chain = Registry.chains(folder).demoChain();
    }

    /** The chain behind it. */
    public DevChain chain() {
        return chain;
    }

    /** How many transactions it was given. */
    public int sent() {
        return sent.get();
    }

    /** Where it listens, once it does. */
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    /** A network through it. */
    public Network network(String name, String label) {
        Contracts contracts = Network.demoChain().contracts();
        return Network.custom(name, label, chain.chainId(), "ETH", address(), contracts);
    }

    /** From now on it answers. */
    public LoopbackNode start() throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        started.createContext("/", this::serve);
        started.start();
        server = started;
        return this;
    }

    /** From now on nobody listens. */
    public void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        DevChainService service = chain.service();
        try (exchange) {
            JsonNode asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
            if (asked.path("method").asString("").equals("eth_sendRawTransaction")) {
                sent.incrementAndGet();
            }
            List<Object> parameters =
                    new ArrayList<>(asked.path("params").valueStream().toList());
            Response<JsonNode> found = service.send(
                    new Request<>(asked.path("method").asString(), parameters, service, Answer.class), Answer.class);
            ObjectNode answer = JSON.createObjectNode();
            answer.put("jsonrpc", "2.0").set("id", asked.path("id"));
            if (found.getError() == null) {
                answer.set(
                        "result",
                        found.getResult() == null ? JSON.getNodeFactory().nullNode() : found.getResult());
            } else {
                answer.putPOJO("error", found.getError());
            }
            byte[] bytes = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
