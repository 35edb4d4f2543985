package cultivar.wallet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.keys.FeeMarketTransaction;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fixture itself, and that the client says one clear line for each thing that a node may do. */
class MisbehavingNodeTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    Path folder;

    private UnlockedWallet wallet;
    private Address alice;
    private MisbehavingNode node;

    @BeforeEach
    void start() throws IOException {
        try (Phrase phrase = Phrase.create()) {
            wallet = Vault.create(folder.resolve("wallet.json"), PASSWORD, phrase, true)
                    .unlock(PASSWORD);
        }
        alice = wallet.address(0);
        DevChain chain = DevChain.open(folder.resolve("chain"), List.of());
        chain.fund(alice, BigInteger.TEN.pow(18));
        node = MisbehavingNode.over(chain);
    }

    @AfterEach
    void stop() {
        node.close();
        wallet.close();
    }

    private byte[] transfer(long nonce) {
        return wallet.sign(
                0,
                new FeeMarketTransaction(
                        31_337,
                        nonce,
                        BigInteger.ONE,
                        DevBlock.BASE_FEE.shiftLeft(1),
                        BigInteger.valueOf(21_000),
                        alice,
                        BigInteger.ONE,
                        new byte[0]));
    }

    @Test
    void anEndlessAnswerIsGivenUp() {
        String endless = "x".repeat(Math.toIntExact(BoundedAnswers.LONGEST + 1));
        for (int status : List.of(200, 500)) {
            node.on(MisbehavingNode.EVERY, new MisbehavingNode.Fault.Page(status, "application/json", endless));
            assertThatThrownBy(() -> ChainClient.connect(node.network()))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("its answer is longer than 32 MiB");
        }
    }

    @Test
    void whatMayBeAKeyInANodesAddressIsNotRepeated() {
        node.lieAboutChain(5);
        String address = node.address().replace("://", "://somebody:secret@") + "/v2/hidden?key=buried";
        assertThatThrownBy(() -> ChainClient.connect(node.network().withRpc(address)))
                .hasMessageContaining("The node at " + node.address() + " serves chain 5")
                .hasMessageNotContainingAny("somebody", "secret", "hidden", "buried");
    }

    @Test
    void isAnHonestNodeUntilItIsToldOtherwise() throws Exception {
        try (ChainClient client = ChainClient.connect(node.network())) {
            String hash = client.broadcast(transfer(client.nonce(alice)));
            assertThat(client.receipt(hash).orElseThrow().isStatusOK()).isTrue();
            assertThat(client.nonce(alice)).isEqualTo(1);
            assertThat(node.methods()).contains("eth_chainId", "eth_sendRawTransaction");

            node.freezeNonces();
            assertThat(client.receipt(client.broadcast(transfer(1)))).isPresent();
            assertThat(client.nonce(alice)).isEqualTo(1);
            node.behave();
            assertThat(client.nonce(alice)).isEqualTo(2);
        }
    }

    @Test
    void losesTransactionsAndAnswers() throws Exception {
        try (ChainClient client = ChainClient.connect(node.network())) {
            byte[] raw = transfer(0);
            node.dropTransactions();
            assertThat(client.broadcast(raw)).isEqualTo(Hex.encode(Keccak.hash(raw)));
            assertThat(client.nonce(alice)).isZero();

            node.cutAfterSending();
            assertThatThrownBy(() -> client.broadcast(raw))
                    .isInstanceOf(ChainException.class)
                    .hasMessageContaining("cannot be reached");
            assertThat(client.nonce(alice)).isEqualTo(1);
            assertThat(client.receipt(Hex.encode(Keccak.hash(raw)))).isPresent();
        }
    }

    @Test
    void eachFaultIsOneLineOfTheClient() throws Exception {
        Network network = node.network();
        try (ChainClient client = ChainClient.connect(network)) {
            node.limitRate();
            assertOneLine(client, "429");
            node.behave().showPage();
            assertOneLine(client, "not JSON-RPC");
            node.behave().on("eth_getTransactionCount", new MisbehavingNode.Fault.Refuse(-32_005, "over the limit"));
            assertOneLine(client, "over the limit");
            node.behave().lieAboutChain(1);
            assertThatThrownBy(() -> client.broadcast(transfer(0))).hasMessageContaining("serves chain 1");
            assertThatThrownBy(() -> ChainClient.connect(network)).hasMessageContaining("serves chain 1");
            assertThat(node.methods()).doesNotContain("eth_sendRawTransaction");
        }
    }

    private void assertOneLine(ChainClient client, String part) {
        assertThatThrownBy(() -> client.nonce(alice))
                .isInstanceOf(ChainException.class)
                .hasMessageContaining(part)
                .hasMessageNotContaining("\n");
    }

    @Test
    void comesLate() {
        node.on("eth_chainId", new MisbehavingNode.Fault.Late(Duration.ofSeconds(30)));
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.address()))
                .timeout(Duration.ofMillis(300))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(HttpTimeoutException.class);
        }
    }
}
