package cultivar.wallet.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.chain.RefusedException;
import cultivar.wallet.chain.RevertedException;
import cultivar.wallet.chain.Speed;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.evm.Transaction;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signer.Outgoing;
import cultivar.wallet.signing.Draft;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is sent comes into a block once and in order, whatever a node does. */
class OutboxTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();
    private static final Address BOB = Address.parse("0x00000000000000000000000000000000000000b0");
    private static final BigInteger COIN = BigInteger.TEN.pow(18);
    private static final NetworkRules FREE = new NetworkRules(true, null, null, 3);
    private static final long REAL = 8_453;

    @TempDir
    private static Path shared;

    private static Vault vault;
    private static UnlockedWallet wallet;
    private static AccountSigner signer;
    private static Address alice;

    @TempDir
    private Path home;

    private PoolNode node;
    private ChainClient client;

    @BeforeAll
    static void makeWallet() {
        try (Phrase phrase = Phrase.create()) {
            vault = Vault.create(shared.resolve("wallet.json"), PASSWORD, phrase, false);
        }
        wallet = vault.unlock(PASSWORD);
        signer = new AccountSigner(wallet, 0);
        alice = signer.address();
    }

    @AfterAll
    static void forgetWallet() {
        wallet.close();
    }

    @BeforeEach
    void start() throws IOException {
        serve(REAL);
    }

    private void serve(long chainId) throws IOException {
        node = new PoolNode(chainId);
        node.give(alice, COIN.multiply(BigInteger.TEN));
        client = ChainClient.connect(node.network());
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    private Outbox outbox(NetworkRules rules) {
        return new Outbox(home.resolve("outbox"), client, rules, Clock.systemUTC());
    }

    private Outgoing coin(Outbox outbox, long wei) {
        return outbox.prepare(alice, Draft.coin(BOB, BigInteger.valueOf(wei)), Speed.USUAL, "Coin for Bob");
    }

    private Entry send(Outbox outbox, long wei) {
        return outbox.send(coin(outbox, wei), signer, null);
    }

    private static Entry replace(Outbox outbox, Entry entry, Attempt.Kind kind) {
        return outbox.replace(outbox.replacement(entry.id(), kind), signer, null);
    }

    private static State state(Outbox outbox, Entry entry) {
        return outbox.entries().stream()
                .filter(e -> e.id().equals(entry.id()))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void goesFromSignedToConfirmed() throws Exception {
        Outbox outbox = outbox(FREE);
        Entry first = send(outbox, 1);
        Entry second = send(outbox, 2);
        assertThat(first.state()).isEqualTo(new State.Sent());
        assertThat(List.of(first.nonce(), second.nonce())).containsExactly(0L, 1L);
        assertThat(outbox.update()).isEmpty();
        node.mine();
        assertThat(outbox.await(first.id(), Duration.ofSeconds(5)).inclusion()).isPresent();
        assertThat(outbox.update()).extracting(Change::isRemoval).containsExactly(false);
        assertThat(state(outbox, second)).isInstanceOf(State.Mined.class);
        node.mine();
        node.mine();
        assertThat(outbox.update()).hasSize(2);
        assertThat(outbox.entries()).allSatisfy(e -> assertThat(e.state()).isInstanceOf(State.Confirmed.class));
        assertThat(node.mined()).extracting(Transaction::value).containsExactly(BigInteger.ONE, BigInteger.TWO);
        assertThat(outbox(FREE).entries()).isEqualTo(outbox.entries());
    }

    @Test
    void offersMoreToThoseInAHurry() {
        var choices = client.feeChoices();
        assertThat(choices.slow().priority()).isEqualTo(1_000_000);
        assertThat(choices.usual().priority()).isEqualTo(2_000_000);
        assertThat(choices.fast().priority()).isEqualTo(3_000_000);
        assertThat(choices.slow().most()).isEqualTo(1_251_000_000);
        assertThat(choices.usual().most()).isEqualTo(2_002_000_000);
        assertThat(choices.fast().most()).isEqualTo(3_003_000_000L);
    }

    @Test
    void sendsAgainWhatANodeDropped() {
        Outbox outbox = outbox(FREE);
        Entry first = send(outbox, 1);
        Entry second = send(outbox, 2);
        node.dropAll();
        outbox.update();
        assertThat(node.waiting()).isEqualTo(2);
        node.mine();
        outbox.update();
        assertThat(List.of(state(outbox, first), state(outbox, second)))
                .allSatisfy(s -> assertThat(s).isInstanceOf(State.Mined.class));
        assertThat(node.mined()).hasSize(2);
    }

    @Test
    void noticesWhatAReorganisationRemovedAndSendsItAgain() {
        Outbox outbox = outbox(FREE);
        Entry entry = send(outbox, 1);
        node.mine();
        outbox.update();
        node.reorganise(1);
        List<Change> changes = outbox.update();
        assertThat(changes)
                .singleElement()
                .satisfies(c -> assertThat(c.isRemoval()).isTrue());
        assertThat(state(outbox, entry)).isEqualTo(new State.Sent());
        assertThat(node.waiting()).isEqualTo(1);
        node.mine();
        node.mine();
        node.mine();
        outbox.update();
        assertThat(state(outbox, entry)).isInstanceOf(State.Confirmed.class);
        // Deeper than the rules call settled.
        node.reorganise(3);
        assertThat(outbox.update())
                .singleElement()
                .satisfies(c -> assertThat(c.isRemoval()).isTrue());
        node.mine();
        outbox.update();
        assertThat(state(outbox, entry)).isInstanceOf(State.Mined.class);
        assertThat(node.mined()).hasSize(1);
    }

    @Test
    void speedsUpAndCancelsUnderTheSameNonce() {
        Outbox outbox = outbox(FREE);
        Entry slow =
                outbox.send(outbox.prepare(alice, Draft.coin(BOB, BigInteger.TEN), Speed.SLOW, "Coin"), signer, null);
        Entry faster = replace(outbox, slow, Attempt.Kind.FASTER);
        assertThat(faster.attempts()).hasSize(2);
        assertThat(node.waiting()).isEqualTo(1);
        Entry again = replace(outbox, slow, Attempt.Kind.FASTER);
        Entry cancelled = replace(outbox, slow, Attempt.Kind.CANCEL);
        assertThat(cancelled.attempts())
                .extracting(Attempt::kind)
                .containsExactly(Attempt.Kind.FIRST, Attempt.Kind.FASTER, Attempt.Kind.FASTER, Attempt.Kind.CANCEL);
        assertThat(again.nonce()).isEqualTo(cancelled.nonce());
        assertThat(node.waiting()).isEqualTo(1);
        node.mine();
        outbox.update();
        assertThat(outbox.entries())
                .singleElement()
                .satisfies(e -> assertThat(e.isCancelled()).isTrue());
        assertThat(node.mined()).singleElement().satisfies(tx -> {
            assertThat(tx.to()).isEqualTo(alice);
            assertThat(tx.value()).isZero();
        });
        assertThatThrownBy(() -> replace(outbox, slow, Attempt.Kind.CANCEL)).hasMessageContaining("waits no more");
        assertThat(Replacement.raised(BigInteger.ONE)).isEqualTo(2);
        assertThat(Replacement.raised(BigInteger.valueOf(800))).isEqualTo(900);
    }

    @Test
    void aCancellationThatIsSpedUpStillCancels() {
        Outbox outbox = outbox(FREE);
        Entry entry = send(outbox, 5);
        assertThat(entry.isCancelling()).isFalse();
        replace(outbox, entry, Attempt.Kind.CANCEL);
        Entry faster = replace(outbox, entry, Attempt.Kind.FASTER);
        assertThat(faster.isCancelling()).isTrue();
        node.mine();
        outbox.update();
        assertThat(node.mined())
                .singleElement()
                .satisfies(tx -> assertThat(tx.value()).isZero());
        assertThat(outbox.entries())
                .singleElement()
                .satisfies(e -> assertThat(e.isCancelled()).isTrue());
    }

    @Test
    void aReplacementCostsWhatWasShownOrIsRefused() {
        Outbox outbox = outbox(FREE);
        Entry entry = send(outbox, 5);
        Replacement shown = outbox.replacement(entry.id(), Attempt.Kind.CANCEL);
        Replacement other = outbox.replacement(entry.id(), Attempt.Kind.FASTER);
        Attempt sent = outbox.replace(shown, signer, null).latest();
        assertThat(sent.cost()).isEqualTo(shown.fee());
        assertThatThrownBy(() -> outbox.replace(other, signer, null)).hasMessageContaining("replaced meanwhile");
        assertThat(outbox.entries())
                .singleElement()
                .satisfies(e -> assertThat(e.attempts()).hasSize(2));
    }

    @Test
    void theFirstMayWinOverItsCancellation() {
        Outbox outbox = outbox(FREE);
        Entry entry = send(outbox, 5);
        node.refusal = "internal error";
        replace(outbox, entry, Attempt.Kind.CANCEL);
        node.mine();
        outbox.update();
        assertThat(outbox.entries()).singleElement().satisfies(e -> {
            assertThat(e.isCancelled()).isFalse();
            assertThat(e.inclusion().orElseThrow().hash()).isEqualTo(entry.id());
        });
    }

    @Test
    void staleNoncesOfANodeAreNotBelieved() {
        Outbox outbox = outbox(FREE);
        send(outbox, 1);
        node.mine();
        node.staleNonce = 0;
        assertThat(send(outbox, 2).nonce()).isEqualTo(1);
        // A journal that knows nothing meets a node that is behind.
        Outbox fresh = new Outbox(home.resolve("other"), client, FREE, Clock.systemUTC());
        node.mine();
        Entry third = send(fresh, 3);
        assertThat(third.nonce()).isEqualTo(2);
        node.staleNonce = -1;
        node.mine();
        assertThat(node.mined()).hasSize(3);
        assertThat(fresh.entries())
                .hasSize(3)
                .filteredOn(e -> e.state() instanceof State.Refused)
                .hasSize(2);
    }

    @Test
    void anUnclearAnswerLosesAndDoublesNothing() {
        Outbox outbox = outbox(FREE);
        node.refusal = "header not found";
        Entry entry = send(outbox, 1);
        assertThat(entry.state()).isEqualTo(new State.Signed());
        node.refusal = null;
        // As after a crash: another process comes with nothing but the file.
        outbox(FREE).update();
        node.mine();
        outbox(FREE).update();
        assertThat(node.mined()).hasSize(1);
        assertThat(state(outbox, entry)).isInstanceOf(State.Mined.class);
    }

    @Test
    void aClearRefusalFreesTheNonce() {
        Outbox outbox = outbox(FREE);
        node.refusal = "transaction underpriced";
        assertThatThrownBy(() -> send(outbox, 1))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Pool chain refused: transaction underpriced");
        node.refusal = null;
        assertThat(send(outbox, 2).nonce()).isZero();
        node.mine();
        assertThat(node.mined()).hasSize(1);
    }

    @Test
    void aNonceThatAnotherWalletUsedIsSaid() {
        Outbox here = outbox(FREE);
        node.refusal = "internal error";
        Entry entry = send(here, 1);
        node.refusal = null;
        Outbox elsewhere = new Outbox(home.resolve("elsewhere"), client, FREE, Clock.systemUTC());
        send(elsewhere, 2);
        node.mine();
        here.update();
        assertThat(state(here, entry)).isEqualTo(new State.Signed());
        node.mine();
        node.mine();
        node.mine();
        here.update();
        assertThat(state(here, entry)).isEqualTo(new State.Superseded());
        assertThatThrownBy(() -> here.await(entry.id(), Duration.ofSeconds(1)))
                .hasMessageContaining("another one, sent from elsewhere, has its nonce 0");
        assertThat(send(here, 3).nonce()).isEqualTo(1);
    }

    @Test
    void aNonceThatWasUsedLongAgoIsSaidAtTheFirstLook() {
        Outbox here = outbox(FREE);
        node.refusal = "internal error";
        Entry entry = send(here, 1);
        node.refusal = null;
        send(new Outbox(home.resolve("elsewhere"), client, FREE, Clock.systemUTC()), 2);
        node.mine();
        node.mine();
        node.mine();
        Outbox early = outbox(FREE);
        early.update();
        assertThat(state(early, entry))
                .as("a reorganisation may still take it back")
                .isEqualTo(new State.Signed());
        node.mine();
        Outbox another = outbox(FREE);
        another.update();
        assertThat(state(another, entry)).isEqualTo(new State.Superseded());
    }

    @Test
    void looksThatComeOneByOneRememberWhatTheySaw() throws IOException {
        stopNode();
        serve(5);
        Chains chains = Registry.chains(home);
        chains.networks().add(node.network());
        chains.networks().enable(node.network(), true);
        chains.networks().confirm(node.network(), 3);
        Outboxes outboxes = new Outboxes(chains, Clock.systemUTC());
        node.refusal = "internal error";
        send(outboxes.of(client), 1);
        node.refusal = null;
        send(new Outbox(home.resolve("elsewhere"), client, FREE, Clock.systemUTC()), 2);
        node.mine();
        outboxes.resume();
        node.mine();
        node.mine();
        node.mine();
        outboxes.resume();
        assertThat(outboxes.entries(node.network()))
                .singleElement()
                .extracting(Entry::state)
                .isEqualTo(new State.Superseded());
    }

    @Test
    void aDevelopmentNodeSharesNothingWithTheChainInTheStudio() throws IOException {
        stopNode();
        serve(31_337);
        Chains chains = Registry.chains(home);
        chains.networks().add(node.network());
        chains.demoChain().fund(alice, COIN);
        Outboxes outboxes = new Outboxes(chains, Clock.systemUTC());
        try (ChainClient demo = chains.connect(Network.demoChain())) {
            for (ChainClient each : List.of(client, demo, client, demo)) {
                send(outboxes.of(each), 1);
            }
        }
        assertThat(outboxes.entries(node.network())).hasSize(2);
        assertThat(outboxes.entries(Network.demoChain())).hasSize(2);
    }

    @Test
    void anOutboxThatBeganAnewIsReadAnewHoweverLongItIs() throws IOException {
        stopNode();
        serve(31_337);
        Outbox before = outbox(FREE);
        send(before, 1);
        stopNode();
        serve(31_337);
        Outbox after = outbox(FREE);
        for (int i = 0; i < 4; i++) {
            send(after, 10 + i);
        }
        assertThat(before.entries()).isEqualTo(after.entries());
    }

    @Test
    void refusesWhatIsOffOrNotOnesOwn() {
        assertThatThrownBy(() -> send(outbox(NetworkRules.usual(node.network())), 1))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("is off, because its coin is real");
        Outbox outbox = outbox(FREE);
        Outgoing good = coin(outbox, 1);
        Outgoing other = new Outgoing(
                good.chainId(), BOB, alice, good.value(), good.data(), good.gasLimit(), good.fees(), good.purpose());
        assertThatThrownBy(() -> outbox.send(other, signer, null)).hasMessageContaining("would sign it");
        Outgoing foreign =
                new Outgoing(1, alice, BOB, good.value(), good.data(), good.gasLimit(), good.fees(), good.purpose());
        assertThatThrownBy(() -> outbox.send(foreign, signer, null)).hasMessageContaining("is for chain 1");
        assertThat(outbox.entries()).isEmpty();
    }

    @Test
    void developmentKeysStayAwayFromRealCoin() {
        try (Phrase known = Phrase.parse("test test test test test test test test test test test junk")) {
            Vault everybody = Vault.create(home.resolve("known.json"), PASSWORD, known, false);
            Vault demo = Vault.create(home.resolve("demo.json"), PASSWORD, Phrase.create(), true);
            try (UnlockedWallet one = everybody.unlock(PASSWORD);
                    UnlockedWallet two = demo.unlock(PASSWORD)) {
                Outbox outbox = outbox(FREE);
                for (UnlockedWallet each : List.of(one, two)) {
                    AccountSigner bad = new AccountSigner(each, 0);
                    node.give(bad.address(), COIN);
                    Outgoing outgoing =
                            outbox.prepare(bad.address(), Draft.coin(BOB, BigInteger.ONE), Speed.USUAL, "x");
                    assertThatThrownBy(() -> outbox.send(outgoing, bad, null))
                            .hasMessageMatching(".*(Everybody knows the key|made for demonstrations).*");
                }
            }
        }
    }

    @Test
    void sumsAboveTheLimitsNeedThePassword() {
        NetworkRules rules = new NetworkRules(true, COIN.divide(BigInteger.TEN), COIN.divide(BigInteger.valueOf(4)), 3);
        Outbox outbox = outbox(rules);
        long tenth = COIN.divide(BigInteger.TEN).longValueExact();
        assertThatThrownBy(() -> send(outbox, tenth))
                .isInstanceOf(LimitException.class)
                .hasMessageContaining("above your limit of 0.1 ETH for one transaction");
        send(outbox, tenth * 9 / 10);
        send(outbox, tenth * 9 / 10);
        assertThatThrownBy(() -> send(outbox, tenth * 9 / 10)).hasMessageContaining("in 24 hours");
        // Set back, the clock frees nothing.
        Clock before = Clock.offset(Clock.systemUTC(), Duration.ofDays(-3).plusMinutes(1));
        Outbox past = new Outbox(home.resolve("outbox"), client, rules, before);
        assertThatThrownBy(() -> past.send(coin(past, tenth * 9 / 10), signer, null))
                .isInstanceOf(TransactionException.class);
        var approval = vault.approve(PASSWORD);
        outbox.send(coin(outbox, tenth * 2), signer, approval);
        assertThatThrownBy(() -> outbox.send(coin(outbox, tenth * 2), signer, approval))
                .as("an approval serves once")
                .isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> vault.approve("wrong horse".toCharArray())).hasMessageContaining("Wrong password");
    }

    @Test
    void aWrongClockIsSaid() {
        for (Duration off : List.of(Duration.ofHours(-3), Duration.ofHours(3))) {
            Outbox outbox = new Outbox(home.resolve("outbox"), client, FREE, Clock.offset(Clock.systemUTC(), off));
            assertThatThrownBy(() -> send(outbox, 1))
                    .hasMessageContaining("clock")
                    .hasMessageContaining("hours");
        }
    }

    @Test
    void tooLittleCoinIsSaidBeforeAnythingIsSigned() {
        Outbox outbox = outbox(FREE);
        Outgoing all = outbox.prepare(alice, Draft.coin(BOB, COIN.multiply(BigInteger.TEN)), Speed.USUAL, "all");
        assertThatThrownBy(() -> outbox.send(all, signer, null))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("has 10 ETH and needs up to")
                .hasMessageContaining("Nothing was signed");
        assertThat(outbox.entries()).isEmpty();
    }

    @Test
    void anotherChainWithTheSameNumberIsNotMistakenForIt() throws IOException {
        send(outbox(FREE), 1);
        stopNode();
        serve(REAL);
        assertThatThrownBy(() -> send(outbox(FREE), 1)).hasMessageContaining("not the chain used so far");
        stopNode();
        serve(31_337);
        send(outbox(FREE), 1);
        stopNode();
        serve(31_337);
        assertThat(send(outbox(FREE), 1).nonce()).isZero();
        try (var files = Files.list(home.resolve("outbox"))) {
            assertThat(files.filter(f -> f.toString().contains("31337.jsonl.before-")))
                    .hasSize(1);
        }
    }

    private void stopNode() {
        client.close();
        node.close();
    }

    @Test
    void aBusyNodeIsAskedAgain() {
        Outbox outbox = outbox(FREE);
        node.busy = 2;
        assertThatCode(() -> send(outbox, 1)).doesNotThrowAnyException();
        node.busy = 50;
        assertThatThrownBy(() -> send(outbox, 1))
                .isInstanceOf(ChainException.class)
                .hasMessageContaining("too many requests");
        node.busy = 0;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":3,\"message\":\"execution reverted\",\"data\":\"%s\"}",
                "{\"code\":-32603,\"message\":\"Error: VM"
                        + " Exception\",\"data\":{\"message\":\"reverted\",\"data\":\"%s\"}}",
                "{\"code\":-32000,\"message\":\"VM Exception while processing transaction: revert\","
                        + "\"data\":{\"hash\":\"0x1111111111111111111111111111111111111111111111111111111111111111\","
                        + "\"result\":\"%s\"}}",
                "{\"code\":-32603,\"message\":\"VM Exception: reverted with an unrecognized custom error"
                        + " (return data: %s)\"}"
            })
    void aReasonIsFoundInWhateverShapeANodeGivesIt(String error) {
        String data = "0x08c379a0"
                + "0000000000000000000000000000000000000000000000000000000000000020"
                + "0000000000000000000000000000000000000000000000000000000000000004"
                + "6e6f706500000000000000000000000000000000000000000000000000000000";
        node.callError = (ObjectNode) new JsonMapper().readTree(error.formatted(data));
        assertThatThrownBy(() -> coin(outbox(FREE), 1))
                .isInstanceOfSatisfying(
                        RevertedException.class,
                        e -> assertThat(Hex.encode(e.data())).isEqualTo(data));
    }

    @Test
    void aDamagedOutboxIsNamedAndAHalfWrittenLineIsNot() throws IOException {
        Outbox outbox = outbox(FREE);
        Entry entry = send(outbox, 1);
        Path file = home.resolve("outbox/" + REAL + ".jsonl");
        String whole = Files.readString(file);
        Files.writeString(file, whole + "{\"what\":\"SIGNED\",\"id\"");
        assertThat(outbox(FREE).entries()).hasSize(1);
        assertThat(send(outbox(FREE), 2).nonce()).isEqualTo(entry.nonce() + 1);
        Files.writeString(file, whole.replace("\"SIGNED\"", "\"SIGHED\""));
        assertThatThrownBy(() -> outbox(FREE).entries())
                .isInstanceOf(ChainException.class)
                .hasMessageContaining("damaged at line 2");
    }
}
