package cultivar.wallet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Waiting transactions, replacement, time, snapshots, reorganisations, filters and simulations of the demo chain. */
class DevPoolTest {
    private static final TestAccount ACCOUNT = new TestAccount("alice");
    private static final Address ALICE = ACCOUNT.address();
    private static final Address BOB = Address.parse("0x00000000000000000000000000000000000000b0");
    private static final BigInteger COIN = BigInteger.TEN.pow(18);

    /** Creation code of a contract that logs its call data under topic 7 and passes on the coin that it gets to Bob. */
    private static final String LOGGER = code("365f5f37 6007365fa1 5f5f5f5f34 60b0 5af100");

    @TempDir
    Path folder;

    private DevChain chain;
    private ChainClient client;

    @BeforeEach
    void open() {
        chain = DevChain.open(folder, List.of(Hex.decode(LOGGER)));
        chain.fund(ALICE, COIN);
        client = ChainClient.connect(Network.demoChain(), chain);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static String code(String spaced) {
        String runtime = spaced.replace(" ", "");
        return "60%02x8060095f395ff3".formatted(runtime.length() / 2) + runtime;
    }

    private static byte[] signed(long nonce, long tip, long most, Address to, BigInteger value, String data) {
        return ACCOUNT.sign(nonce, tip, most, 100_000, to, value, Hex.decode(data));
    }

    private static byte[] transfer(long nonce, long tip, long most) {
        return signed(nonce, tip, most, BOB, BigInteger.ONE, "0x");
    }

    private Address logger() {
        return Address.parse("0xBd770416a3345F91E4B34576cb804a576fa48EB1");
    }

    private JsonNode ask(String method, String params) {
        return client.ask(method, Arrays.asList(new JsonMapper().readValue(params, Object[].class)));
    }

    @Test
    void transactionsWaitForTheirTurn() {
        String second = client.broadcast(transfer(1, 1, 5));
        assertThat(client.receipt(second)).isEmpty();
        assertThat(client.nonce(ALICE)).isZero();
        String first = client.broadcast(transfer(0, 1, 5));
        assertThat(client.receipt(first)).isPresent();
        assertThat(client.receipt(second)).isPresent();
        assertThat(client.nonce(ALICE)).isEqualTo(2);
    }

    @Test
    void waitUntilSomebodyMines() {
        chain.mineAtOnce(false);
        String hash = client.broadcast(transfer(0, 1, 5));
        assertThat(client.receipt(hash)).isEmpty();
        assertThat(client.nonce(ALICE)).isEqualTo(1);
        assertThat(ask("eth_getTransactionCount", "[\"" + ALICE.hex() + "\",\"latest\"]")
                        .asString())
                .isEqualTo("0x0");
        JsonNode waiting = ask("eth_getTransactionByHash", "[\"" + hash + "\"]");
        assertThat(waiting.path("blockHash").isNull()).isTrue();
        assertThat(waiting.path("nonce").asString()).isEqualTo("0x0");
        assertThatThrownBy(() -> client.broadcast(transfer(0, 1, 5))).hasMessageContaining("already known");
        chain.mine();
        assertThat(client.receipt(hash)).isPresent();
        assertThatThrownBy(() -> client.broadcast(transfer(0, 1, 5))).hasMessageContaining("nonce too low");
        long height = chain.latest().number();
        chain.mine();
        assertThat(chain.latest().number()).isEqualTo(height + 1);
    }

    @Test
    void aReplacementMustOfferATenthMoreInBothFees() {
        chain.mineAtOnce(false);
        String first = client.broadcast(transfer(0, 10, 100));
        assertThatThrownBy(() -> client.broadcast(transfer(0, 11, 109)))
                .hasMessageContaining("replacement transaction underpriced");
        assertThatThrownBy(() -> client.broadcast(transfer(0, 10, 200)))
                .hasMessageContaining("replacement transaction underpriced");
        String better = client.broadcast(transfer(0, 11, 110));
        chain.mine();
        assertThat(client.receipt(first)).isEmpty();
        assertThat(client.receipt(better)).isPresent();
        assertThat(ask("eth_getTransactionByHash", "[\"" + first + "\"]").isNull())
                .isTrue();
    }

    @Test
    void whatNoBlockMayHoldIsRefused() {
        assertThatThrownBy(() -> client.broadcast(transfer(0, 0, 0))).hasMessageContaining("less than block base fee");
        assertThatThrownBy(() -> client.broadcast(transfer(0, 6, 5))).hasMessageContaining("tip");
        assertThatThrownBy(() -> client.broadcast(transfer(0, 1, 1_000_000_000)))
                .hasMessageContaining("insufficient funds");
        assertThat(chain.pending()).isEmpty();
    }

    @Test
    void aDroppedTransactionIsGoneAndMayBeSentAgain() {
        chain.mineAtOnce(false);
        String hash = client.broadcast(transfer(0, 1, 5));
        assertThat(chain.drop(hash)).isTrue();
        assertThat(chain.drop(hash)).isFalse();
        assertThat(client.nonce(ALICE)).isZero();
        chain.mineAtOnce(true);
        assertThat(client.receipt(client.broadcast(transfer(0, 1, 5)))).isPresent();
    }

    @Test
    void aReorganisationTakesTransactionsBackButNotTheGrants() {
        String hash = client.broadcast(transfer(0, 1, 5));
        String block = client.receipt(hash).orElseThrow().getBlockHash();
        long height = chain.latest().number();
        chain.reorganise(2);
        assertThat(chain.latest().number()).isEqualTo(height);
        assertThat(client.receipt(hash)).isEmpty();
        assertThat(chain.blockByHash(block)).isEmpty();
        assertThat(client.balance(ALICE)).isEqualTo(COIN);
        assertThat(client.nonce(ALICE)).isEqualTo(1);
        // Another process sees the same, and so does one that starts later.
        assertThat(DevChain.open(folder, List.of()).latest().hashText())
                .isEqualTo(chain.latest().hashText());
        chain.mine();
        assertThat(client.receipt(hash).orElseThrow().getBlockHash()).isNotEqualTo(block);
        assertThatThrownBy(() -> chain.reorganise(100)).isInstanceOf(ChainException.class);
    }

    @Test
    void anOpenChainNoticesThatAnotherProcessTookBlocksBack() {
        DevChain other = DevChain.open(folder, List.of());
        client.broadcast(transfer(0, 1, 5));
        other.refresh();
        chain.reorganise(1);
        chain.mine();
        other.refresh();
        assertThat(other.latest().hashText()).isEqualTo(chain.latest().hashText());
        assertThat(other.state().nonce(ALICE)).isEqualTo(1);
    }

    @Test
    void snapshotsGoBackAndTimeGoesForward() {
        long before = chain.latest().header().timestamp();
        String id = ask("evm_snapshot", "[]").asString();
        ask("evm_increaseTime", "[86400]");
        client.broadcast(transfer(0, 1, 5));
        assertThat(chain.latest().header().timestamp()).isGreaterThan(before + 86_000);
        String head = chain.latest().hashText();
        assertThat(ask("evm_revert", "[\"" + id + "\"]").asBoolean()).isTrue();
        assertThat(chain.latest().hashText()).isNotEqualTo(head);
        assertThat(client.nonce(ALICE)).isZero();
        assertThat(ask("evm_revert", "[\"" + id + "\"]").asBoolean()).isFalse();
        ask("evm_mine", "[]");
        assertThat(chain.latest().header().timestamp()).isLessThan(before + 86_000);
    }

    @Test
    void filtersGiveWhatIsNewAndWhatIsGone() {
        String filter = ask("eth_newFilter", "[{\"address\":\"" + logger().hex() + "\"}]")
                .asString();
        String blocks = ask("eth_newBlockFilter", "[]").asString();
        client.broadcast(signed(0, 1, 5, logger(), BigInteger.ZERO, "0x1234"));
        JsonNode news = ask("eth_getFilterChanges", "[\"" + filter + "\"]");
        assertThat(news.size()).isEqualTo(1);
        assertThat(news.get(0).path("data").asString()).isEqualTo("0x1234");
        assertThat(ask("eth_getFilterChanges", "[\"" + filter + "\"]").isEmpty())
                .isTrue();
        assertThat(ask("eth_getFilterChanges", "[\"" + blocks + "\"]").get(0).asString())
                .isEqualTo(chain.latest().hashText());
        chain.reorganise(1);
        JsonNode gone = ask("eth_getFilterChanges", "[\"" + filter + "\"]");
        assertThat(gone.get(0).path("removed").asBoolean()).isTrue();
        chain.mine();
        assertThat(ask("eth_getFilterChanges", "[\"" + filter + "\"]")
                        .get(0)
                        .path("removed")
                        .asBoolean())
                .isFalse();
        assertThat(ask("eth_uninstallFilter", "[\"" + filter + "\"]").asBoolean())
                .isTrue();
        assertThatThrownBy(() -> ask("eth_getFilterChanges", "[\"" + filter + "\"]"))
                .hasMessageContaining("filter not found");
    }

    @Test
    void logsAreFoundInRangesByAddressAndTopic() {
        client.broadcast(signed(0, 1, 5, logger(), BigInteger.ZERO, "0x01"));
        long first = chain.latest().number();
        client.broadcast(signed(1, 1, 5, logger(), BigInteger.ZERO, "0x02"));
        String topic = "0x%064x".formatted(7);
        assertThat(logs("\"fromBlock\":\"earliest\",\"topics\":[\"" + topic + "\"]"))
                .containsExactly("0x01", "0x02");
        assertThat(logs("\"fromBlock\":\"0x0\",\"toBlock\":\"" + Hex.quantity(first) + "\""))
                .containsExactly("0x01");
        assertThat(logs("\"fromBlock\":\"" + Hex.quantity(first + 1) + "\"")).containsExactly("0x02");
        assertThat(logs("\"fromBlock\":\"0x0\",\"topics\":[\"" + "0x%064x".formatted(8) + "\"]"))
                .isEmpty();
        assertThat(logs("\"fromBlock\":\"0x0\",\"address\":\"" + BOB.hex() + "\""))
                .isEmpty();
        assertThat(logs("\"blockHash\":\"" + chain.latest().hashText() + "\"")).containsExactly("0x02");
    }

    private List<String> logs(String criteria) {
        List<String> out = new ArrayList<>();
        ask("eth_getLogs", "[{" + criteria + "}]")
                .forEach(log -> out.add(log.path("data").asString()));
        return out;
    }

    @Test
    void simulationsFollowCoinAndLeaveNothing() {
        String call = "{\"from\":\"" + ALICE.hex() + "\",\"to\":\"" + logger().hex()
                + "\",\"value\":\"0x5\",\"data\":\"0xab\"}";
        JsonNode blocks = ask(
                "eth_simulateV1",
                "[{\"blockStateCalls\":[{\"calls\":[" + call + "]},{\"stateOverrides\":{\"" + ALICE.hex()
                        + "\":{\"balance\":\"0x0\"}},\"calls\":[" + call + "]}],\"traceTransfers\":true},\"latest\"]");
        JsonNode first = blocks.at("/0/calls/0");
        assertThat(first.path("status").asString()).isEqualTo("0x1");
        assertThat(first.path("logs").size()).isEqualTo(3);
        assertThat(first.at("/logs/0/address").asString()).isEqualTo("0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee");
        assertThat(first.at("/logs/1/data").asString()).isEqualTo("0xab");
        assertThat(first.at("/logs/2/topics/2").asString()).isEqualTo("0x%064x".formatted(BOB.word()));
        assertThat(blocks.at("/1/calls/0/status").asString()).isEqualTo("0x0");
        assertThat(Hex.number(blocks.at("/1/number").asString()))
                .isEqualTo(BigInteger.valueOf(chain.latest().number() + 2));
        assertThat(client.balance(BOB)).isZero();
        assertThat(client.balance(ALICE)).isEqualTo(COIN);
        assertThat(logs("\"fromBlock\":\"0x0\"")).isEmpty();
    }

    @Test
    void estimatesAreTheLeastThatSucceeds() {
        BigInteger gas = client.estimateGas(ALICE, logger(), BigInteger.ZERO, new byte[] {1, 2, 3});
        String call = "{\"from\":\"%s\",\"to\":\"%s\",\"data\":\"0x010203\",\"gas\":\"%s\"}";
        ask("eth_call", "[" + call.formatted(ALICE.hex(), logger().hex(), Hex.quantity(gas)) + ",\"latest\"]");
        assertThatThrownBy(() -> ask(
                        "eth_call",
                        "[" + call.formatted(ALICE.hex(), logger().hex(), Hex.quantity(gas.subtract(BigInteger.ONE)))
                                + ",\"latest\"]"))
                .hasMessageContaining("gas");
        JsonNode overridden = ask(
                "eth_call",
                "[{\"to\":\"" + BOB.hex() + "\"},\"latest\",{\"" + BOB.hex()
                        + "\":{\"code\":\"0x5f545f5260205ff3\",\"stateDiff\":{\"0x0\":\"0x2a\"}}}]");
        assertThat(overridden.asString()).isEqualTo("0x%064x".formatted(42));
    }

    @Test
    void feesHaveAHistory() {
        chain.advance(Duration.ofSeconds(5));
        client.broadcast(transfer(0, 1, 5));
        JsonNode history = ask("eth_feeHistory", "[\"0x2\",\"latest\",[10,50]]");
        assertThat(history.path("baseFeePerGas").size()).isEqualTo(3);
        assertThat(history.path("gasUsedRatio").size()).isEqualTo(2);
        assertThat(history.at("/gasUsedRatio/1").asDouble()).isEqualTo(21_000 / 30_000_000.0);
        assertThat(history.at("/reward/1").size()).isEqualTo(2);
    }
}
