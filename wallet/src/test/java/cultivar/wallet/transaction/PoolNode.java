package cultivar.wallet.transaction;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.evm.Transaction;
import cultivar.wallet.evm.TransactionDecoder;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node whose transactions wait in a pool until the test makes a block, and whose blocks the test can take back. It
 * knows coin and nonces and nothing of contracts.
 */
final class PoolNode implements AutoCloseable {
    static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
    private static final JsonMapper JSON = new JsonMapper();

    private record Block(String hash, Instant time, List<Transaction> transactions) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final long chainId;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<String, Transaction> pool = new HashMap<>();
    private final Map<Address, BigInteger> coin = new HashMap<>();
    private long salt = System.nanoTime();
    Duration clockAhead = Duration.ZERO;
    long staleNonce = -1;

    @Nullable
    String refusal;

    @Nullable
    ObjectNode callError;

    int busy;

    PoolNode(long chainId) throws IOException {
        this.chainId = chainId;
        blocks.add(block(List.of()));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                serve(exchange);
            }
        });
        server.start();
    }

    Network network() {
        return Network.custom(
                "pool",
                "Pool chain",
                chainId,
                "ETH",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                null);
    }

    synchronized void give(Address account, BigInteger wei) {
        coin.merge(account, wei, BigInteger::add);
    }

    /** Puts into a block what can go into one. */
    synchronized void mine() {
        List<Transaction> taken = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Transaction tx : List.copyOf(pool.values())) {
                if (tx.nonce() == mined(tx.sender()) + count(taken, tx.sender())) {
                    taken.add(tx);
                    pool.remove(hash(tx));
                    more = true;
                }
            }
        }
        blocks.add(block(taken));
    }

    /** Takes back the last blocks and forgets what was in them; one more block than before takes their place. */
    synchronized void reorganise(int depth) {
        for (int i = 0; i < depth; i++) {
            blocks.removeLast();
        }
        for (int i = 0; i <= depth; i++) {
            blocks.add(block(List.of()));
        }
    }

    /** Forgets what waits. */
    synchronized void dropAll() {
        pool.clear();
    }

    synchronized int waiting() {
        return pool.size();
    }

    /** Everything in blocks, in order. */
    synchronized List<Transaction> mined() {
        return blocks.stream().flatMap(b -> b.transactions().stream()).toList();
    }

    private Block block(List<Transaction> transactions) {
        salt++;
        return new Block(
                Hex.encode(Keccak.hash("block " + salt)), Instant.now().plus(clockAhead), List.copyOf(transactions));
    }

    private static String hash(Transaction tx) {
        return Hex.encode(tx.hash());
    }

    private long mined(Address account) {
        return count(mined(), account);
    }

    private static long count(List<Transaction> all, Address account) {
        return all.stream().filter(tx -> tx.sender().equals(account)).count();
    }

    private void serve(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        synchronized (this) {
            if (busy > 0) {
                busy--;
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(429, -1);
                return;
            }
        }
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        try {
            answer.set("result", result(request.path("method").asString(), request.path("params")));
        } catch (IllegalStateException e) {
            answer.putObject("error").put("code", -32_000).put("message", e.getMessage());
        } catch (UnsupportedOperationException e) {
            answer.set("error", callError);
        }
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private synchronized JsonNode result(String method, JsonNode params) {
        String first = params.path(0).asString("");
        return switch (method) {
            case "eth_chainId" -> text(Hex.quantity(chainId));
            case "eth_getBlockByNumber" -> blockJson(first);
            case "eth_getBalance" -> text(Hex.quantity(coin.getOrDefault(Address.parse(first), BigInteger.ZERO)));
            case "eth_getTransactionCount" ->
                text(Hex.quantity(nonce(Address.parse(first), params.path(1).asString())));
            case "eth_estimateGas", "eth_call" -> {
                if (callError != null) {
                    throw new UnsupportedOperationException();
                }
                yield text(Hex.quantity(21_000));
            }
            case "eth_maxPriorityFeePerGas" -> text(Hex.quantity(GWEI));
            case "eth_feeHistory" -> feeHistory();
            case "eth_sendRawTransaction" -> text(take(Hex.decode(first)));
            case "eth_getTransactionByHash" -> transaction(first);
            case "eth_getTransactionReceipt" -> receipt(first);
            case "eth_getCode" -> text("0x");
            default -> throw new IllegalStateException("no method " + method);
        };
    }

    private long nonce(Address account, String tag) {
        if (staleNonce >= 0) {
            return staleNonce;
        }
        if (tag.startsWith("0x")) {
            List<Block> then = blocks.subList(0, Hex.number(tag).intValueExact() + 1);
            return count(then.stream().flatMap(b -> b.transactions().stream()).toList(), account);
        }
        long next = mined(account);
        while (tag.equals("pending") && waits(account, next)) {
            next++;
        }
        return next;
    }

    private boolean waits(Address account, long nonce) {
        return pool.values().stream().anyMatch(tx -> tx.sender().equals(account) && tx.nonce() == nonce);
    }

    private String take(byte[] raw) {
        if (refusal != null) {
            throw new IllegalStateException(refusal);
        }
        Transaction tx = TransactionDecoder.decode(raw);
        if (pool.containsKey(hash(tx))) {
            throw new IllegalStateException("already known");
        }
        if (tx.nonce() < mined(tx.sender())) {
            throw new IllegalStateException("nonce too low: next nonce " + mined(tx.sender()));
        }
        BigInteger cost = tx.value().add(tx.gasLimit().multiply(tx.maxFee()));
        if (coin.getOrDefault(tx.sender(), BigInteger.ZERO).compareTo(cost) < 0) {
            throw new IllegalStateException("insufficient funds for gas * price + value");
        }
        for (Transaction other : List.copyOf(pool.values())) {
            if (other.sender().equals(tx.sender()) && other.nonce() == tx.nonce()) {
                if (!tenPercentMore(tx.maxFee(), other.maxFee())
                        || !tenPercentMore(tx.maxPriorityFee(), other.maxPriorityFee())) {
                    throw new IllegalStateException("replacement transaction underpriced");
                }
                pool.remove(hash(other));
            }
        }
        pool.put(hash(tx), tx);
        return hash(tx);
    }

    private static boolean tenPercentMore(BigInteger now, BigInteger before) {
        return now.multiply(BigInteger.TEN).compareTo(before.multiply(BigInteger.valueOf(11))) >= 0;
    }

    private JsonNode blockJson(String tag) {
        int number = tag.startsWith("0x") ? Hex.number(tag).intValueExact() : blocks.size() - 1;
        if (number >= blocks.size()) {
            return JSON.nullNode();
        }
        Block block = blocks.get(number);
        return JSON.createObjectNode()
                .put("number", Hex.quantity(number))
                .put("hash", block.hash())
                .put("timestamp", Hex.quantity(block.time().getEpochSecond()))
                .put("baseFeePerGas", Hex.quantity(GWEI));
    }

    private JsonNode feeHistory() {
        ObjectNode out = JSON.createObjectNode().put("oldestBlock", "0x0");
        out.putArray("baseFeePerGas").add(Hex.quantity(GWEI)).add(Hex.quantity(GWEI));
        out.putArray("gasUsedRatio").add(0.5);
        out.putArray("reward")
                .addArray()
                .add(Hex.quantity(1_000_000))
                .add(Hex.quantity(2_000_000))
                .add(Hex.quantity(3_000_000));
        return out;
    }

    private JsonNode transaction(String hash) {
        boolean known = pool.containsKey(hash) || mined().stream().anyMatch(tx -> hash(tx).equals(hash));
        return known ? JSON.createObjectNode().put("hash", hash) : JSON.nullNode();
    }

    private JsonNode receipt(String hash) {
        for (int n = 0; n < blocks.size(); n++) {
            for (Transaction tx : blocks.get(n).transactions()) {
                if (hash(tx).equals(hash)) {
                    return JSON.createObjectNode()
                            .put("transactionHash", hash)
                            .put("blockNumber", Hex.quantity(n))
                            .put("blockHash", blocks.get(n).hash())
                            .put("status", "0x1")
                            .put("gasUsed", Hex.quantity(21_000))
                            .put("effectiveGasPrice", Hex.quantity(GWEI));
                }
            }
        }
        return JSON.nullNode();
    }

    private static JsonNode text(String value) {
        return JSON.getNodeFactory().stringNode(value);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
