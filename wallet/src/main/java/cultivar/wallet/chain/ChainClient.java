package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.Web3jService;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthFeeHistory;
import org.web3j.protocol.core.methods.response.Log;
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
    private static final Pattern HTTP_STATUS = Pattern.compile("\\b[1-5]\\d\\d\\b");
    private static final int FEE_BLOCKS = 20;
    private static final int LOG_BLOCKS = 500;

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
                .addInterceptor(new PatientCalls())
                .addInterceptor(new BoundedAnswers())
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
        return nonce(address, DefaultBlockParameterName.PENDING);
    }

    /** How many of the account's transactions are in blocks. */
    public long minedNonce(Address address) {
        return nonce(address, DefaultBlockParameterName.LATEST);
    }

    /**
     * How many there were when a block was the newest.
     *
     * @throws ChainException if the node does not keep what was so long ago
     */
    public long minedNonce(Address address, long block) {
        return nonce(address, DefaultBlockParameter.valueOf(BigInteger.valueOf(block)));
    }

    private long nonce(Address address, DefaultBlockParameter at) {
        return read(() -> ask(web3j.ethGetTransactionCount(address.hex(), at))
                .getTransactionCount()
                .longValueExact());
    }

    /** True if there is a contract. */
    public boolean hasCode(Address address) {
        return code(address).length > 0;
    }

    /** The code of the contract at an address; nothing if there is none. */
    public byte[] code(Address address) {
        return Hex.decode(ask(web3j.ethGetCode(address.hex(), DefaultBlockParameterName.LATEST))
                .getCode());
    }

    /** What to offer now for a transaction that is in no hurry and no trouble. */
    public Fees fees() {
        return feeChoices().usual();
    }

    /** What to offer now, from the last {@value #FEE_BLOCKS} blocks. */
    public FeeChoices feeChoices() {
        EthFeeHistory.FeeHistory history = ask(web3j.ethFeeHistory(
                        FEE_BLOCKS, DefaultBlockParameterName.LATEST, FeeChoices.PERCENTILES))
                .getFeeHistory();
        List<BigInteger> base = read(history::getBaseFeePerGas);
        if (base == null || base.isEmpty()) {
            throw new ChainException(network.label() + " has no base fee (EIP-1559), which the wallet needs.");
        }
        List<List<BigInteger>> rewards = read(history::getReward);
        List<Double> used = history.getGasUsedRatio();
        List<List<BigInteger>> full = new ArrayList<>();
        for (int i = 0; rewards != null && i < rewards.size(); i++) {
            boolean empty = used != null && i < used.size() && used.get(i) == 0;
            if (!empty && rewards.get(i).size() == FeeChoices.PERCENTILES.size()) {
                full.add(rewards.get(i));
            }
        }
        BigInteger otherwise =
                full.isEmpty() ? ask(web3j.ethMaxPriorityFeePerGas()).getMaxPriorityFeePerGas() : BigInteger.ZERO;
        return FeeChoices.of(base.getLast(), full, otherwise);
    }

    /** The newest block. */
    public Head head() {
        return block(DefaultBlockParameterName.LATEST)
                .map(this::head)
                .orElseThrow(() -> new UnreachableException(network.label() + " has no blocks at " + where() + "."));
    }

    /** The block at a height, if the chain is that long. */
    public Optional<Head> head(long number) {
        return block(DefaultBlockParameter.valueOf(BigInteger.valueOf(number))).map(this::head);
    }

    private Head head(EthBlock.Block block) {
        return read(() -> new Head(
                block.getNumber().longValueExact(),
                Objects.requireNonNull(block.getHash()),
                Instant.ofEpochSecond(block.getTimestamp().longValueExact()),
                block.getBaseFeePerGas()));
    }

    /** Hash of the block at a height, if the chain is that long. */
    public Optional<String> blockHash(long number) {
        return block(DefaultBlockParameter.valueOf(BigInteger.valueOf(number))).map(EthBlock.Block::getHash);
    }

    private Optional<EthBlock.Block> block(DefaultBlockParameter which) {
        return Optional.ofNullable(ask(web3j.ethGetBlockByNumber(which, false)).getBlock());
    }

    /**
     * Gas that a call needs.
     *
     * @param to the contract; null for what makes one
     * @param value coin (wei) that is sent along
     * @throws RevertedException if the contract refuses it
     */
    public BigInteger estimateGas(Address from, @Nullable Address to, BigInteger value, byte[] data) {
        return ask(web3j.ethEstimateGas(transaction(from, to, value, data))).getAmountUsed();
    }

    /**
     * What a call returns, without a transaction.
     *
     * @throws RevertedException if the contract refuses it
     */
    public byte[] call(Address from, Address to, byte[] data) {
        return call(from, to, BigInteger.ZERO, data);
    }

    /** As the other, with coin (wei) that is sent along. */
    public byte[] call(Address from, Address to, BigInteger value, byte[] data) {
        return Hex.decode(ask(web3j.ethCall(transaction(from, to, value, data), DefaultBlockParameterName.LATEST))
                .getValue());
    }

    private static Transaction transaction(Address from, @Nullable Address to, BigInteger value, byte[] data) {
        return Transaction.createEthCallTransaction(from.hex(), to == null ? null : to.hex(), Hex.encode(data), value);
    }

    /**
     * Hands a signed transaction to the node, after a last look at the chain id. Only the outbox calls this: it alone
     * keeps what was signed, so that nothing is lost or doubled.
     *
     * @return the transaction's hash, computed here
     * @throws UnreachableException if it is not known whether the node took it
     * @throws RefusedException if the node did not
     */
    public String broadcast(byte[] raw) {
        requireChain();
        ask(web3j.ethSendRawTransaction(Hex.encode(raw)));
        return Hex.encode(Keccak.hash(raw));
    }

    /** Whether the node has a transaction, in a block or waiting. */
    public boolean knows(String hash) {
        return ask(web3j.ethGetTransactionByHash(hash)).getTransaction().isPresent();
    }

    /** The block that a transaction is in, if it is in one. */
    public Optional<Inclusion> inclusion(String hash) {
        return receipt(hash)
                .map(receipt -> read(() -> new Inclusion(
                        hash,
                        receipt.getBlockNumber().longValueExact(),
                        Objects.requireNonNull(receipt.getBlockHash()),
                        receipt.isStatusOK(),
                        receipt.getGasUsed().multiply(Hex.number(receipt.getEffectiveGasPrice())))));
    }

    /**
     * Events of a contract, asked for in pages of at most {@value #LOG_BLOCKS} blocks, which nodes on the internet
     * demand.
     *
     * @param topics what the first topics must be; null for any
     * @param from first block
     * @param to last block
     */
    public List<Log> logs(Address contract, List<@Nullable String> topics, long from, long to) {
        List<Log> out = new ArrayList<>();
        for (long page = from; page <= to; page += LOG_BLOCKS) {
            EthFilter filter = new EthFilter(
                    DefaultBlockParameter.valueOf(BigInteger.valueOf(page)),
                    DefaultBlockParameter.valueOf(BigInteger.valueOf(Math.min(to, page + LOG_BLOCKS - 1))),
                    contract.hex());
            topics.forEach(topic -> {
                if (topic == null) {
                    filter.addNullTopic();
                } else {
                    filter.addSingleTopic(topic);
                }
            });
            ask(web3j.ethGetLogs(filter)).getLogs().forEach(result -> {
                // A node that answers with another contract's events is not believed.
                if (result.get() instanceof Log log
                        && !log.isRemoved()
                        && contract.hex().equalsIgnoreCase(log.getAddress())) {
                    out.add(log);
                }
            });
        }
        return out;
    }

    /** The receipt of a transaction, if it is in a block. */
    public Optional<TransactionReceipt> receipt(String hash) {
        return ask(web3j.ethGetTransactionReceipt(hash)).getTransactionReceipt();
    }

    /** The result of a method that web3j has no name for. */
    public JsonNode ask(String method, List<?> parameters) {
        return ask(new Request<>(method, parameters, service, AnyResponse.class))
                .getResult();
    }

    /** An answer as it came. */
    static final class AnyResponse extends Response<JsonNode> {}

    /** Sends a request and turns every failure into one line. */
    public <T extends Response<?>> T ask(Request<?, T> request) {
        T response;
        try {
            response = request.send();
        } catch (IOException | ClientConnectionException e) {
            throw new UnreachableException(
                    network.label() + " cannot be reached at " + where() + ": " + reason(e)
                            + ". Check the network connection and the node's address.",
                    e);
        } catch (RuntimeException e) {
            throw new UnreachableException(
                    "The node at " + where() + " gave an answer that is not JSON-RPC. Check its address.", e);
        }
        if (response == null) {
            throw new UnreachableException("The node at " + where() + " gave an empty answer. Check its address.");
        }
        Response.Error error = response.getError();
        if (error == null && response.getResult() == null && !mayBeNothing(request.getMethod())) {
            throw new UnreachableException("The node at " + where() + " gave an answer without a result.");
        }
        if (error != null) {
            String said = String.valueOf(error.getMessage());
            Optional<byte[]> data = RevertData.find(error.getData(), said);
            if (data.isPresent() || said.contains("revert")) {
                throw new RevertedException("The contract refused: " + said, data.orElse(new byte[0]));
            }
            throw new RefusedException(network.label() + " refused: " + said, said);
        }
        return response;
    }

    /** What is inside an answer is read late, and a node may have put anything there. */
    private <T> T read(Supplier<T> part) {
        try {
            return part.get();
        } catch (ChainException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UnreachableException(
                    "The node at " + where() + " gave an answer that makes no sense. Check its address.", e);
        }
    }

    private static boolean mayBeNothing(String method) {
        return method.equals("eth_getTransactionReceipt")
                || method.equals("eth_getTransactionByHash")
                || method.startsWith("eth_getBlock");
    }

    /** A page in place of an answer says nothing to people, so only its status is told. */
    private static String reason(Exception e) {
        if (e instanceof ClientConnectionException) {
            Matcher status = HTTP_STATUS.matcher(String.valueOf(e.getMessage()));
            return status.find() ? "it answered with HTTP " + status.group() : "it gave no answer";
        }
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** The node without what may be a key: in its path or query, or before its name. */
    private String where() {
        String rpc = network.rpc();
        if (rpc == null) {
            return "this machine";
        }
        URI uri = URI.create(rpc);
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
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
