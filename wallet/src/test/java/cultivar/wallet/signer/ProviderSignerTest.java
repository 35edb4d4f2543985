package cultivar.wallet.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import cultivar.wallet.chain.Fees;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Secp256k1;
import cultivar.wallet.keys.TypedData;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.WalletException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Against a stand-in that speaks the protocol of a wallet on this machine, and of one that cheats. */
class ProviderSignerTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] KEY = Keccak.hash("cow");
    private static final byte[] STRANGER = Keccak.hash("horse");
    private static final Address COW = Address.ofPublicKey(Secp256k1.publicKey(KEY));
    private static final String TYPED = """
        {"types":{"EIP712Domain":[{"name":"name","type":"string"}],"Note":[{"name":"text","type":"string"}]},
         "primaryType":"Note","domain":{"name":"x"},"message":{"text":"y"}}\
        """;

    private final AtomicReference<JsonNode> sent = new AtomicReference<>();
    private HttpServer server;
    private String chain = "0x7a69";
    private byte[] key = KEY;
    private boolean refuses;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                serve(exchange);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        JsonNode params = request.path("params");
        switch (request.path("method").asString()) {
            case "eth_chainId" -> answer.put("result", chain);
            case String any
            when refuses -> answer.putObject("error").put("code", 4001).put("message", "User rejected " + any);
            case "eth_requestAccounts" -> answer.putArray("result").add(COW.hex());
            case "personal_sign" ->
                answer.put(
                        "result",
                        sign(UnlockedWallet.messageHash(
                                Hex.decode(params.path(0).asString()))));
            case "eth_signTypedData_v4" ->
                answer.put(
                        "result",
                        sign(TypedData.parse(params.path(1).asString()).hash()));
            case "eth_sendTransaction" -> {
                sent.set(params.path(0));
                answer.put("result", Hex.encode(Keccak.hash("sent")));
            }
            default -> answer.putObject("error").put("code", -32601).put("message", "no such method");
        }
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String sign(byte[] hash) {
        return Hex.encode(Secp256k1.sign(hash, key).bytes());
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private ProviderSigner connect() {
        return ProviderSigner.connect(address(), network());
    }

    private static Network network() {
        return Network.custom("mine", "My chain", 31_337, "ETH", "http://127.0.0.1:1", null);
    }

    private static Outgoing outgoing(long chainId) {
        return new Outgoing(
                chainId,
                COW,
                Address.ZERO,
                BigInteger.TWO,
                new byte[] {1},
                BigInteger.valueOf(30_000),
                new Fees(BigInteger.ONE, BigInteger.TEN),
                "test");
    }

    @Test
    void signsAndSends() {
        try (ProviderSigner signer = connect()) {
            assertThat(signer.address()).isEqualTo(COW);
            assertThat(signer.signMessage(new byte[] {1, 2})).isNotNull();
            assertThat(signer.signTypedData(TYPED)).isNotNull();
            assertThat(signer.send(outgoing(31_337))).isEqualTo(Hex.encode(Keccak.hash("sent")));
            JsonNode asked = Objects.requireNonNull(sent.get());
            assertThat(asked.path("maxFeePerGas").asString()).isEqualTo("0xa");
            assertThat(asked.path("chainId").asString()).isEqualTo("0x7a69");
            assertThat(asked.has("nonce")).isFalse();
        }
    }

    @Test
    void refusalsWrongChainsAndClosedWalletsAreSaid() {
        try (ProviderSigner signer = connect()) {
            refuses = true;
            assertThatThrownBy(() -> signer.send(outgoing(31_337)))
                    .isInstanceOf(WalletException.class)
                    .hasMessageContaining("refused in the wallet");
            refuses = false;
            assertThatThrownBy(() -> signer.send(outgoing(1))).hasMessageContaining("is for chain 1");
            chain = "0x1";
            assertThatThrownBy(() -> signer.send(outgoing(31_337))).hasMessageContaining("gone to chain 1");
            assertThatThrownBy(this::connect).hasMessageContaining("is on chain 1, but My chain is chain 31337");
            stop();
            assertThatThrownBy(() -> signer.signMessage(new byte[1])).hasMessageContaining("No wallet answers");
        }
        assertThatThrownBy(this::connect).hasMessageContaining("No wallet answers at " + address());
    }

    @Test
    void whatItSignsIsChecked() {
        try (ProviderSigner signer = connect()) {
            key = STRANGER;
            assertThatThrownBy(() -> signer.signMessage(new byte[1])).hasMessageContaining("thrown away");
            assertThatThrownBy(() -> signer.signTypedData(TYPED)).hasMessageContaining("thrown away");
        }
    }

    @Test
    void onlyThisMachineIsAsked() {
        assertThatThrownBy(() -> ProviderSigner.connect("https://wallet.example:1248", network()))
                .isInstanceOf(WalletException.class)
                .hasMessageContaining("not on this machine");
    }
}
