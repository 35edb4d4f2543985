package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.Web3jService;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.exceptions.ClientConnectionException;
import org.web3j.protocol.http.HttpService;
import tools.jackson.databind.JsonNode;

/**
 * Talks to one network. The node's chain id is compared with the network's when the client is made and again before
 * each transaction is sent. Every failure is a {@link ChainException} of one line.
 */
public final class ChainClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Network network;
    private final Web3j web3j;
    private final Web3jService service;
    private final @Nullable OkHttpClient http;

    private ChainClient(Network network, Web3jService service, @Nullable OkHttpClient http) {
        this.network = network;
        this.service = service;
        this.web3j = Web3j.build(service); // its poller starts only for filters, which nothing here uses
        this.http = http;
    }

    /**
     * Connects to a public or custom network.
     *
     * @throws ChainException if the node cannot be reached or serves another chain
     */
    public static ChainClient connect(Network network) {
        String rpc = network.rpc();
        if (rpc == null) {
            throw new ChainException("The demo chain lies in the studio's home; open it from there.");
        }
        OkHttpClient http = new OkHttpClient.Builder()
                .connectTimeout(CONNECT)
                .readTimeout(ANSWER)
                .callTimeout(ANSWER)
                .followRedirects(false)
                .build();
        return checked(new ChainClient(network, new HttpService(rpc, http, false), http));
    }

    /** Connects to a development chain of this process. */
    public static ChainClient connect(Network network, DevChain chain) {
        return checked(new ChainClient(network, chain.service(), null));
    }

    private static ChainClient checked(ChainClient client) {
        try {
            client.requireChain();
            return client;
        } catch (ChainException e) {
            client.close();
            throw e;
        }
    }

    /** The network. */
    public Network network() {
        return network;
    }

    /** For the generated contract wrappers. */
    public Web3j web3j() {
        return web3j;
    }

    /**
     * Asks the node which chain it serves.
     *
     * @throws ChainException if it is not this network's
     */
    public void requireChain() {
        BigInteger found = ask(web3j.ethChainId()).getChainId();
        if (!found.equals(BigInteger.valueOf(network.chainId()))) {
            throw new ChainException("The node at " + where() + " serves chain " + found + ", but " + network.label()
                    + " is chain " + network.chainId() + ". Nothing was sent; correct the node's address.");
        }
    }

    /** Balance in wei. */
    public BigInteger balance(Address address) {
        return ask(web3j.ethGetBalance(address.hex(), DefaultBlockParameterName.LATEST))
                .getBalance();
    }

    /** The nonce of the account's next transaction, those that wait included. */
    public long nonce(Address address) {
        return ask(web3j.ethGetTransactionCount(address.hex(), DefaultBlockParameterName.PENDING))
                .getTransactionCount()
                .longValueExact();
    }

    /** True if there is a contract. */
    public boolean hasCode(Address address) {
        return Hex.decode(ask(web3j.ethGetCode(address.hex(), DefaultBlockParameterName.LATEST))
                                .getCode())
                        .length
                > 0;
    }

    /** What to offer now: the node's tip, and twice the base fee beside it. */
    public Fees fees() {
        BigInteger tip = ask(web3j.ethMaxPriorityFeePerGas()).getMaxPriorityFeePerGas();
        EthBlock.Block latest = ask(web3j.ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false))
                .getBlock();
        BigInteger base = latest.getBaseFeePerGas();
        if (base == null) {
            throw new ChainException(network.label() + " has no base fee (EIP-1559), which the wallet needs.");
        }
        return new Fees(tip, base.shiftLeft(1).add(tip));
    }

    /**
     * Gas that a call needs.
     *
     * @throws RevertedException if the contract refuses it
     */
    public BigInteger estimateGas(Address from, @Nullable Address to, byte[] data) {
        return ask(web3j.ethEstimateGas(transaction(from, to, data))).getAmountUsed();
    }

    /**
     * What a call returns, without a transaction.
     *
     * @throws RevertedException if the contract refuses it
     */
    public byte[] call(Address from, Address to, byte[] data) {
        return Hex.decode(ask(web3j.ethCall(transaction(from, to, data), DefaultBlockParameterName.LATEST))
                .getValue());
    }

    private static Transaction transaction(Address from, @Nullable Address to, byte[] data) {
        return Transaction.createEthCallTransaction(from.hex(), to == null ? null : to.hex(), Hex.encode(data));
    }

    /** Sends a signed transaction, after a last look at the chain id; returns its hash. */
    public String send(byte[] raw) {
        requireChain();
        return ask(web3j.ethSendRawTransaction(Hex.encode(raw))).getTransactionHash();
    }

    /** The receipt of a transaction, if it is in a block. */
    public Optional<TransactionReceipt> receipt(String hash) {
        return ask(web3j.ethGetTransactionReceipt(hash)).getTransactionReceipt();
    }

    /**
     * Waits until a transaction is in a block.
     *
     * @throws ChainException if it is not by then; it may still come
     */
    public TransactionReceipt await(String hash, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<TransactionReceipt> receipt = receipt(hash);
            if (receipt.isPresent()) {
                return receipt.get();
            }
            if (System.nanoTime() > deadline) {
                throw new ChainException("The transaction " + hash + " was sent but is in no block after "
                        + patience.toSeconds() + " seconds. It may still come; look for it later.");
            }
            Thread.sleep(POLL);
        }
    }

    /** The result of a method that web3j has no name for. */
    public JsonNode ask(String method, List<?> parameters) {
        return ask(new Request<>(method, parameters, service, AnyResponse.class)).getResult();
    }

    /** An answer as it came. */
    static final class AnyResponse extends Response<JsonNode> {}

    /** Sends a request and turns every failure into one line. */
    public <T extends Response<?>> T ask(Request<?, T> request) {
        T response;
        try {
            response = request.send();
        } catch (IOException | ClientConnectionException e) {
            throw new ChainException(
                    network.label() + " cannot be reached at " + where() + ": " + reason(e)
                            + ". Check the network connection and the node's address.",
                    e);
        } catch (RuntimeException e) {
            throw new ChainException(
                    "The node at " + where() + " gave an answer that is not JSON-RPC. Check its address.", e);
        }
        if (response == null) {
            throw new ChainException("The node at " + where() + " gave an empty answer. Check its address.");
        }
        Response.Error error = response.getError();
        if (error == null && response.getResult() == null && !mayBeNothing(request.getMethod())) {
            throw new ChainException("The node at " + where() + " gave an answer without a result.");
        }
        if (error != null) {
            Optional<byte[]> data = RevertData.find(error.getData(), error.getMessage());
            if (data.isPresent() || String.valueOf(error.getMessage()).contains("revert")) {
                throw new RevertedException("The contract refused: " + error.getMessage(), data.orElse(new byte[0]));
            }
            throw new ChainException(network.label() + " refused: " + error.getMessage());
        }
        return response;
    }

    private static boolean mayBeNothing(String method) {
        return method.equals("eth_getTransactionReceipt")
                || method.equals("eth_getTransactionByHash")
                || method.startsWith("eth_getBlock");
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** The node without what may be a key in its path or query. */
    private String where() {
        String rpc = network.rpc();
        if (rpc == null) {
            return "this machine";
        }
        URI uri = URI.create(rpc);
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    @Override
    public void close() {
        web3j.shutdown();
        if (http != null) {
            http.dispatcher().executorService().shutdown();
            http.connectionPool().evictAll();
        }
    }
}
