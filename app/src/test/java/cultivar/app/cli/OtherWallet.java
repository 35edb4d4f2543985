package cultivar.app.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.http.HttpService;
import org.web3j.utils.Numeric;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Another wallet on this machine, as Frame is one: it speaks the same protocol, and sends through a node. */
final class OtherWallet implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Credentials credentials = Credentials.create("0x" + "5c".repeat(32));
    private final long chainId;
    private final Web3j node;
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean refuses;

    OtherWallet(String node, long chainId) throws IOException {
        this.chainId = chainId;
        this.node = Web3j.build(new HttpService(node));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String address() {
        return credentials.getAddress();
    }

    /** How often its owner was asked to send something. */
    int asked() {
        return asked.get();
    }

    void refuse(boolean on) {
        refuses = on;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
            answer.set("id", request.path("id"));
            switch (request.path("method").asString()) {
                case "eth_requestAccounts" -> answer.putArray("result").add(address());
                case "eth_chainId" -> answer.put("result", Numeric.encodeQuantity(BigInteger.valueOf(chainId)));
                case "eth_sendTransaction" -> {
                    asked.incrementAndGet();
                    if (refuses) {
                        answer.putObject("error").put("code", 4001).put("message", "User rejected");
                    } else {
                        answer.put("result", send(request.path("params").path(0)));
                    }
                }
                default -> answer.putObject("error").put("code", 4200).put("message", "unknown");
            }
            byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String send(JsonNode call) throws IOException {
        BigInteger nonce = node.ethGetTransactionCount(address(), DefaultBlockParameterName.PENDING)
                .send()
                .getTransactionCount();
        RawTransaction transaction = RawTransaction.createTransaction(
                chainId,
                nonce,
                number(call, "gas"),
                call.path("to").asString(),
                number(call, "value"),
                call.path("data").asString(),
                number(call, "maxPriorityFeePerGas"),
                number(call, "maxFeePerGas"));
        byte[] signed = TransactionEncoder.signMessage(transaction, chainId, credentials);
        return node.ethSendRawTransaction(Numeric.toHexString(signed)).send().getTransactionHash();
    }

    private static BigInteger number(JsonNode call, String field) {
        return Numeric.decodeQuantity(call.path(field).asString());
    }

    @Override
    public void close() {
        server.stop(0);
        node.shutdown();
    }
}
