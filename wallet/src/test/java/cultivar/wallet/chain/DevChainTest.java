package cultivar.wallet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.keys.FeeMarketTransaction;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.protocol.core.DefaultBlockParameterName;

class DevChainTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();
    private static final BigInteger COIN = BigInteger.TEN.pow(18);

    @TempDir
    Path folder;

    private UnlockedWallet wallet;
    private Address alice;

    @BeforeEach
    void unlock() {
        try (Phrase phrase = Phrase.create()) {
            wallet = Vault.create(folder.resolve("wallet.json"), PASSWORD, phrase, true)
                    .unlock(PASSWORD);
        }
        alice = wallet.address(0);
    }

    @AfterEach
    void lock() {
        wallet.close();
    }

    private byte[] transfer(long nonce, Address to, BigInteger value) {
        return wallet.sign(
                0,
                new FeeMarketTransaction(
                        31_337,
                        nonce,
                        BigInteger.ONE,
                        DevBlock.BASE_FEE.shiftLeft(1),
                        BigInteger.valueOf(21_000),
                        to,
                        value,
                        new byte[0]));
    }

    @Test
    void movesCoinAndAnswersLikeANode() throws Exception {
        DevChain chain = DevChain.open(folder.resolve("chain"), List.of());
        chain.fund(alice, COIN);
        Address bob = wallet.address(1);
        try (ChainClient client = ChainClient.connect(Network.demoChain(), chain)) {
            assertThat(client.balance(alice)).isEqualTo(COIN);
            String hash = client.broadcast(transfer(client.nonce(alice), bob, BigInteger.TEN));
            var receipt = client.receipt(hash).orElseThrow();
            assertThat(receipt.isStatusOK()).isTrue();
            assertThat(receipt.getGasUsed()).isEqualTo(21_000);
            assertThat(client.balance(bob)).isEqualTo(10);
            assertThat(client.balance(alice))
                    .isEqualTo(COIN.subtract(BigInteger.TEN)
                            .subtract(BigInteger.valueOf(21_000).multiply(DevBlock.BASE_FEE.add(BigInteger.ONE))));
            var block = client.ask(client.web3j().ethGetBlockByNumber(DefaultBlockParameterName.LATEST, true))
                    .getBlock();
            assertThat(block.getHash()).isEqualTo(receipt.getBlockHash());
            assertThat(block.getTransactions()).hasSize(1);
            assertThat(client.ask(client.web3j().ethGetTransactionByHash(hash))
                            .getTransaction()
                            .orElseThrow()
                            .getFrom())
                    .isEqualTo(alice.hex());
            assertThat(client.ask(client.web3j().ethFeeHistory(2, DefaultBlockParameterName.LATEST, List.of(50.0)))
                            .getFeeHistory()
                            .getBaseFeePerGas())
                    .hasSize(3);
            assertThat(client.receipt(Hex.encode(Keccak.hash("none")))).isEmpty();
            assertThatThrownBy(() -> client.broadcast(transfer(0, bob, BigInteger.ONE)))
                    .isInstanceOf(ChainException.class)
                    .hasMessageContaining("nonce too low");
            assertThatThrownBy(() -> client.broadcast(transfer(1, bob, COIN)))
                    .hasMessageContaining("insufficient funds");
            assertThatThrownBy(() -> client.broadcast(new byte[] {1, 2})).hasMessageContaining("cannot be read");
        }
    }

    @Test
    void twoOpenChainsOfOneFolderSeeTheSameBlocks() throws Exception {
        Path place = folder.resolve("chain");
        DevChain first = DevChain.open(place, List.of());
        DevChain second = DevChain.open(place, List.of());
        first.fund(alice, COIN);
        List<Thread> threads = new ArrayList<>();
        for (DevChain chain : List.of(first, second)) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 20; i++) {
                    chain.fund(wallet.address(1), COIN);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        second.refresh();
        first.refresh();
        assertThat(first.latest().number()).isEqualTo(41);
        assertThat(second.latest().hashText()).isEqualTo(first.latest().hashText());
        assertThat(second.state().balance(wallet.address(1))).isEqualTo(COIN.multiply(BigInteger.valueOf(40)));
        assertThat(DevChain.open(place, List.of()).latest().hashText())
                .isEqualTo(first.latest().hashText());
    }

    @Test
    void aTornLastLineIsCutOffAndAChangedOneIsNoticed() throws Exception {
        Path place = folder.resolve("chain");
        Path file = place.resolve("blocks.jsonl");
        DevChain chain = DevChain.open(place, List.of());
        chain.fund(alice, COIN);
        String whole = Files.readString(file);
        Files.writeString(file, "{\"tx\":\"0x02", StandardOpenOption.APPEND);
        DevChain after = DevChain.open(place, List.of());
        assertThat(after.state().balance(alice)).isEqualTo(COIN);
        after.fund(alice, COIN);
        assertThat(Files.readString(file)).startsWith(whole).endsWith("}\n");
        assertThat(DevChain.open(place, List.of()).state().balance(alice)).isEqualTo(COIN.shiftLeft(1));

        Files.writeString(
                file, Files.readString(file).replaceFirst("\"gwei\":\"0x3b9aca00\"", "\"gwei\":\"0x3b9aca01\""));
        assertThatThrownBy(() -> DevChain.open(place, List.of()))
                .isInstanceOf(ChainException.class)
                .hasMessageContaining("is damaged at line 2");
    }

    @Test
    void refusesATransactionForAnotherChain() {
        DevChain chain = DevChain.open(folder.resolve("chain"), List.of());
        chain.fund(alice, COIN);
        byte[] raw = wallet.sign(
                0,
                new FeeMarketTransaction(
                        1,
                        0,
                        BigInteger.ONE,
                        DevBlock.BASE_FEE.shiftLeft(1),
                        BigInteger.valueOf(21_000),
                        alice,
                        BigInteger.ZERO,
                        new byte[0]));
        assertThatThrownBy(() -> chain.send(raw)).hasMessageContaining("for chain 1, not for chain 31337");
        assertThat(chain.latest().number()).isEqualTo(1);
    }

    @Test
    void aNodeThatServesAnotherChainIsRefused() throws Exception {
        try (FakeNode node = new FakeNode("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"0x1\"}")) {
            Network network = Network.custom("mine", "My chain", 7, "ETH", node.address(), null);
            assertThatThrownBy(() -> ChainClient.connect(network))
                    .isInstanceOf(ChainException.class)
                    .hasMessageContaining("serves chain 1, but My chain is chain 7");
        }
    }

    @Test
    void aNodeThatChangesItsMindIsNoticedBeforeSending() throws Exception {
        try (FakeNode node = new FakeNode("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"0x7\"}")) {
            Network network = Network.custom("mine", "My chain", 7, "ETH", node.address(), null);
            try (ChainClient client = ChainClient.connect(network)) {
                node.answer = "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"0x1\"}";
                assertThatThrownBy(() -> client.broadcast(new byte[] {2}))
                        .hasMessageContaining("serves chain 1")
                        .hasMessageContaining("Nothing was sent");
                assertThat(node.seen).noneMatch(body -> body.contains("eth_sendRawTransaction"));
            }
        }
    }

    @Test
    void anUnreachableOrSillyNodeIsOneClearError() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Network nobody = Network.custom("mine", "My chain", 7, "ETH", "http://127.0.0.1:" + port + "/key", null);
        assertThatThrownBy(() -> ChainClient.connect(nobody))
                .isInstanceOf(ChainException.class)
                .hasMessageContaining("My chain cannot be reached at http://127.0.0.1:" + port + ":")
                .hasMessageNotContaining("/key")
                .hasMessageNotContaining("\n");
        for (String answer : List.of("<html>hello</html>", "", "{}", "[]")) {
            try (FakeNode node = new FakeNode(answer)) {
                Network network = Network.custom("mine", "My chain", 7, "ETH", node.address(), null);
                assertThatThrownBy(() -> ChainClient.connect(network))
                        .as(answer)
                        .isInstanceOf(ChainException.class)
                        .hasMessageNotContaining("\n");
            }
        }
        assertThatThrownBy(() -> Network.custom("x", "X", 1, "ETH", "http://example.org", null))
                .hasMessageContaining("must begin with https://");
        assertThatThrownBy(() -> Network.custom("x", "X", 1, "ETH", "not a url", null))
                .isInstanceOf(ChainException.class);
        assertThatThrownBy(() -> Network.named("nowhere")).hasMessageContaining("Known: demo, openledger");
    }

    /** Says the same to everybody, and remembers what it was asked. */
    private static final class FakeNode implements AutoCloseable {
        private final HttpServer server;
        private final List<String> seen = new ArrayList<>();
        private volatile String answer;

        FakeNode(String answer) throws IOException {
            this.answer = answer;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                seen.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] bytes = this.answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
