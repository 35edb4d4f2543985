package cultivar.wallet.signer;

import cultivar.wallet.chain.BoundedAnswers;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Secp256k1;
import cultivar.wallet.codec.Signature;
import cultivar.wallet.keys.TypedData;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.WalletException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.exceptions.ClientConnectionException;
import org.web3j.protocol.http.HttpService;
import tools.jackson.databind.JsonNode;

/**
 * An account of another wallet on this machine that speaks the protocol of browsers' wallets over HTTP (EIP-1193's
 * methods), such as Frame, which has hardware wallets behind it. It asks its owner in a window of its own, so calls take
 * as long as a person does. What it signs is checked; nothing that it says is believed.
 */
public final class ProviderSigner implements Signer.Remote, AutoCloseable {
    /** Where Frame listens. */
    public static final String FRAME = "http://127.0.0.1:1248";

    private static final int REFUSED = 4001;
    private static final int NOT_ALLOWED = 4100;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration PERSON = Duration.ofMinutes(5);

    /** An answer as it came. */
    static final class Answer extends Response<JsonNode> {}

    private final String where;
    private final long chainId;
    private final OkHttpClient http;
    private final HttpService service;
    private final Address address;

    /** Asks for an account, which its owner may refuse. */
    private ProviderSigner(String where, Network network) {
        this.where = where;
        this.chainId = network.chainId();
        this.http = new OkHttpClient.Builder()
                .connectTimeout(CONNECT)
                .readTimeout(PERSON)
                .callTimeout(PERSON)
                .followRedirects(false)
                .addInterceptor(new BoundedAnswers())
                .build();
        this.service = new HttpService(where, http, false);
        service.addHeader("Origin", "http://cultivar.localhost");
        this.address = account(ask("eth_requestAccounts", List.of()));
    }

    /**
     * Connects to another wallet, which asks its owner whether this program may know an account.
     *
     * @param where its address on this machine, such as {@link #FRAME}
     * @throws WalletException if nobody listens there, its owner refuses, or it is on another chain
     */
    public static ProviderSigner connect(String where, Network network) {
        String local = network.withRpc(where).rpc();
        if (local == null || !local.matches("http://(127\\.0\\.0\\.1|localhost|\\[::1]):\\d+/?")) {
            throw new WalletException("\"" + where + "\" is not on this machine. Another wallet is asked at an address"
                    + " like " + FRAME + ".");
        }
        ProviderSigner signer = new ProviderSigner(local, network);
        try {
            signer.requireChain(network);
            return signer;
        } catch (WalletException e) {
            signer.close();
            throw e;
        }
    }

    private void requireChain(Network network) {
        BigInteger found = number(ask("eth_chainId", List.of()));
        if (!found.equals(BigInteger.valueOf(chainId))) {
            throw new WalletException("The wallet at " + where + " is on chain " + found + ", but " + network.label()
                    + " is chain " + chainId + ". Nothing was signed; switch its network.");
        }
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public boolean isDemo() {
        return false;
    }

    @Override
    public Signature signMessage(byte[] message) {
        JsonNode answer = ask("personal_sign", List.of(Hex.encode(message), address.hex()));
        return checked(answer, UnlockedWallet.messageHash(message));
    }

    @Override
    public Signature signTypedData(String json) {
        byte[] hash = TypedData.parse(json).hash();
        return checked(ask("eth_signTypedData_v4", List.of(address.hex(), json)), hash);
    }

    @Override
    public String send(Outgoing outgoing) {
        if (outgoing.chainId() != chainId) {
            throw new WalletException("The transaction is for chain " + outgoing.chainId() + ", but the wallet at "
                    + where + " was asked for chain " + chainId + ". Nothing was signed.");
        }
        BigInteger now = number(ask("eth_chainId", List.of()));
        if (!now.equals(BigInteger.valueOf(chainId))) {
            throw new WalletException("The wallet at " + where + " has gone to chain " + now
                    + ". Nothing was signed; switch it back to chain " + chainId + ".");
        }
        Map<String, String> call = new LinkedHashMap<>();
        call.put("from", address.hex());
        if (outgoing.to() != null) {
            call.put("to", outgoing.to().hex());
        }
        call.put("value", Hex.quantity(outgoing.value()));
        call.put("data", Hex.encode(outgoing.data()));
        call.put("gas", Hex.quantity(outgoing.gasLimit()));
        call.put("maxFeePerGas", Hex.quantity(outgoing.fees().most()));
        call.put("maxPriorityFeePerGas", Hex.quantity(outgoing.fees().priority()));
        call.put("chainId", Hex.quantity(chainId));
        String hash = ask("eth_sendTransaction", List.of(call)).asString("");
        if (!Hex.isBytes(hash, 32)) {
            throw strange();
        }
        return hash;
    }

    private Signature checked(JsonNode answer, byte[] hash) {
        try {
            byte[] bytes = Hex.decode(answer.asString(""));
            if (bytes.length == 65 && bytes[64] < 27) {
                bytes[64] = (byte) (bytes[64] + 27); // some wallets count from 0
            }
            Signature signature = Signature.of(bytes);
            if (Secp256k1.recover(hash, signature).filter(address::equals).isPresent()) {
                return signature;
            }
        } catch (IllegalArgumentException e) {
            throw strange();
        }
        throw new WalletException("The wallet at " + where + " signed something else, or with another account than "
                + address + ". Its signature was thrown away.");
    }

    private Address account(JsonNode accounts) {
        try {
            return Address.parse(accounts.path(0).asString(""));
        } catch (IllegalArgumentException e) {
            throw new WalletException("The wallet at " + where + " has no account for this program. Choose one there.");
        }
    }

    private BigInteger number(JsonNode answer) {
        try {
            return Hex.number(answer.asString(""));
        } catch (IllegalArgumentException e) {
            throw strange();
        }
    }

    private JsonNode ask(String method, List<?> parameters) {
        Answer answer;
        try {
            answer = new Request<>(method, parameters, service, Answer.class).send();
        } catch (IOException | ClientConnectionException e) {
            throw new WalletException(
                    "No wallet answers at " + where + ". Nothing was signed here; start it, or look whether it asks"
                            + " something.",
                    e);
        } catch (RuntimeException e) {
            throw strange();
        }
        Response.Error error = answer == null ? null : answer.getError();
        if (error != null && (error.getCode() == REFUSED || error.getCode() == NOT_ALLOWED)) {
            throw new WalletException("It was refused in the wallet at " + where + ". Nothing was signed.");
        }
        if (error != null) {
            throw new WalletException("The wallet at " + where + " could not do it: " + error.getMessage() + ".");
        }
        if (answer == null || answer.getResult() == null) {
            throw strange();
        }
        return answer.getResult();
    }

    private WalletException strange() {
        return new WalletException(
                "What listens at " + where + " does not answer as a wallet does. Check its address.");
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
