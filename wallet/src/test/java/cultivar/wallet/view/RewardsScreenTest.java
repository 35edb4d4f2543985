package cultivar.wallet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.contract.Adapters;
import cultivar.wallet.contract.Datanets;
import cultivar.wallet.contract.Rewards;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.registry.Calls;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.ContractView;
import cultivar.wallet.registry.DemoWallet;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.registry.Wrappers;
import cultivar.wallet.rewards.Earning;
import cultivar.wallet.rewards.PoolTerms;
import cultivar.wallet.rewards.RewardHistory;
import cultivar.wallet.rewards.RewardLedger;
import cultivar.wallet.rewards.RewardStatement;
import cultivar.wallet.rewards.RewardTree;
import cultivar.wallet.rewards.TreeFolder;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signing.Caution;
import cultivar.wallet.signing.Meaning;
import cultivar.wallet.signing.Reviewer;
import cultivar.wallet.signing.SigningRequest;
import cultivar.wallet.transaction.Entry;
import cultivar.wallet.transaction.Outbox;
import cultivar.wallet.transaction.Outboxes;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3j.protocol.core.RemoteFunctionCall;

/** What contributions earned, from the epoch that waits to the claim in the activity, against the embedded chain. */
class RewardsScreenTest extends WalletUnderTest {
    private static final BigInteger FEE = BigInteger.TEN.pow(18);

    private final AtomicInteger wentBack = new AtomicInteger();
    private WalletHome walletHome;
    private WalletServices services;
    private ObjectProperty<Network> network;
    private TreeFolder trees;
    private Account account;
    private ChainClient client;
    private RewardLedger ledger;

    @BeforeEach
    void openWallet() {
        connect();
        account = unlocked();
    }

    private void connect() {
        walletHome = new WalletHome(
                chains, new Outboxes(chains, Clock.systemUTC()), book, home.resolve("wallet/settings.json"));
        network = onFx(() -> new SimpleObjectProperty<>(Network.demoChain()));
        services = onFx(() -> new WalletServices(
                session,
                tasks,
                window.dialogs(),
                window.notifications(),
                walletHome,
                network,
                () -> {},
                new SigningDesk(new SigningServices(
                        session,
                        tasks,
                        window.dialogs(),
                        new Reviewer(chains)::review,
                        accounts -> walletHome.circle(accounts),
                        () -> false,
                        address -> DemoWallet.fund(chains.demoChain(), address))),
                () -> {}));
        trees = new TreeFolder(home);
        client = chains.connect(Network.demoChain());
        ledger = new RewardLedger(client, Registry.contracts(client).rewards());
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    private RewardsScreen rewards() {
        return onFx(() -> new RewardsScreen(new RewardsServices(
                services,
                trees,
                () -> Map.of(RewardsFound.hash(number("intents")), "defi-intents"),
                wentBack::incrementAndGet)));
    }

    private static BigInteger number(String adapter) {
        return Hex.number(Hex.encode(Keccak.hash(adapter)));
    }

    private void send(ContractCall call) throws InterruptedException {
        Outbox outbox = walletHome.outboxes().of(client);
        AccountSigner signer = new AccountSigner(onFx(() -> session.unlocked().orElseThrow()), account.index());
        Calls calls = new Calls(client);
        var _ = calls.send(calls.prepare(account.index(), account.address(), false, call), outbox, signer, null);
    }

    private void send(Address to, RemoteFunctionCall<?> call) throws InterruptedException {
        send(ContractCall.of(to, Hex.decode(call.encodeFunctionCall()), List.of()));
    }

    /** Registers an adapter over a datanet version of its own and pays a fee into its pool. */
    private BigInteger pool(String adapter, long datanet) throws InterruptedException {
        Address datanets = Registry.contracts(client).datanets();
        Address adapters = Registry.contracts(client).adapters();
        Datanets made = Wrappers.datanets(client, datanets);
        send(datanets, made.create(adapter, new byte[32], ""));
        send(
                datanets,
                made.publish(BigInteger.valueOf(datanet), Keccak.hash(adapter + " rows"), BigInteger.valueOf(640), ""));
        send(
                adapters,
                Wrappers.adapters(client, adapters)
                        .register(
                                Keccak.hash(adapter),
                                Keccak.hash("base"),
                                Keccak.hash("manifest"),
                                List.of(new Adapters.VersionRef(BigInteger.valueOf(datanet), BigInteger.ONE)),
                                List.of()));
        Address me = account.address();
        send(ledger.open(number(adapter), Address.ZERO, new PoolTerms(me, 0, 0, 0, Duration.ofHours(1), me, me)));
        BigInteger pool = ledger.pool(number(adapter), Address.ZERO).orElseThrow();
        send(ledger.pay(pool, FEE));
        return pool;
    }

    /** Posts an epoch in which the account has so many thousandths of a coin in all. */
    private Path post(BigInteger pot, long thousandths) throws InterruptedException {
        List<Earning> earnings = new ArrayList<>();
        earnings.add(new Earning(account.address(), BigInteger.TEN.pow(15).multiply(BigInteger.valueOf(thousandths))));
        for (int i = 1; i < 20; i++) {
            earnings.add(new Earning(Address.of(BigInteger.valueOf(1_000 + i)), BigInteger.valueOf(i)));
        }
        RewardTree tree = RewardTree.of(ledger.scope(pot), earnings);
        Path file = trees.keep(tree);
        send(ledger.post(pot, tree));
        return file;
    }

    private void pass(Duration time) {
        chains.demoChain().advance(time);
        chains.demoChain().mine();
    }

    private void press(String selector) {
        onFx(() -> {
            Button button = (Button) window.lookup(selector);
            assertThat(button.isDisabled()).isFalse();
            button.fire();
        });
        settle();
    }

    private void pressText(String text) {
        onFx(() -> window.lookupAll(".button").stream()
                .filter(found -> found instanceof Button button && text.equals(button.getText()))
                .findFirst()
                .ifPresentOrElse(found -> ((Button) found).fire(), () -> {
                    throw new AssertionError("no button " + text);
                }));
        settle();
    }

    private String sum(String id) {
        return onFx(() -> {
            Labeled value = (Labeled) window.lookup("#rewards-" + id).lookup(".stat-value");
            return value.getText();
        });
    }

    @Test
    void claimsTwoAdaptersWithOneButton() throws Exception {
        BigInteger intents = pool("intents", 1);
        BigInteger questions = pool("questions", 2);
        post(intents, 125);
        post(questions, 40);
        open(rewards());
        waitFor("what waits", () -> texts().contains("Adapter defi-intents"));
        assertThat(sum("locked")).isEqualTo("0.165 DEMO");
        assertThat(sum("claimable")).isEqualTo("0 DEMO");
        assertThat(isDisabled("#rewards-claim")).isTrue();
        pass(Duration.ofHours(2));
        post(intents, 300);
        press("#rewards-again");
        waitFor("what can be claimed", () -> !isDisabled("#rewards-claim"));
        assertThat(sum("claimable")).isEqualTo("0.165 DEMO");
        assertThat(sum("locked")).isEqualTo("0.175 DEMO");
        picture("rewards");

        press(".reward-proof");
        waitShown("#proof-json");
        assertSays("Proven");
        assertThat(texts()).anyMatch(text -> text.contains("\"encoding\" : ["));
        picture("rewards-proof");
        press("#proof-close");

        BigInteger before = client.balance(account.address());
        press("#rewards-claim");
        waitFor(
                "it may be signed",
                () -> window.lookup("#signing-sign") != null
                        && !window.lookup("#signing-sign").isDisabled());
        assertSays("Claim what you earned from several adapters");
        picture("rewards-signing");
        press("#signing-sign");
        waitFor("it is paid", () -> Objects.equals(sum("paid"), "0.165 DEMO"));
        assertThat(sum("claimable")).isEqualTo("0 DEMO");
        assertThat(isDisabled("#rewards-claim")).isTrue();
        assertThat(texts()).filteredOn("Claimed"::equals).hasSize(2);
        Entry sent = walletHome.outboxes().entries(Network.demoChain()).stream()
                .filter(entry -> entry.purpose().equals("Claim 0.165 DEMO earned from 2 pools of fees"))
                .findFirst()
                .orElseThrow();
        BigInteger fee = sent.inclusion().orElseThrow().fee();
        assertThat(client.balance(account.address()).subtract(before).add(fee))
                .isEqualTo(BigInteger.TEN.pow(15).multiply(BigInteger.valueOf(165)));
        picture("rewards-claimed");
        onFx(() -> window.lookupAll(".button").stream()
                .filter(node -> "Back to the wallet".equals(node.getAccessibleText()))
                .forEach(node -> ((Button) node).fire()));
        assertThat(wentBack.get()).isEqualTo(1);
    }

    /** Ends the studio as it is and starts another one over the same home, whose chain has forgotten what waited. */
    private void startAgain() {
        onFx(() -> host.getChildren().clear());
        closeHome();
        closeClient();
        openHome();
        chains.demoChain().mineAtOnce(false);
        connect();
        account = unlockedAgain();
    }

    private List<Entry> claims() {
        return walletHome.outboxes().entries(Network.demoChain()).stream()
                .filter(entry -> entry.purpose().startsWith("Claim 0.125 DEMO"))
                .toList();
    }

    @Test
    void aClaimThatWaitsIsFoundAgainAndNotSentTwice() throws Exception {
        post(pool("intents", 1), 125);
        pass(Duration.ofHours(2));
        chains.demoChain().mineAtOnce(false);
        open(rewards());
        waitFor("what can be claimed", () -> !isDisabled("#rewards-claim"));
        press("#rewards-claim");
        waitFor(
                "it may be signed",
                () -> window.lookup("#signing-sign") != null
                        && !window.lookup("#signing-sign").isDisabled());
        press("#signing-sign");
        waitFor("it is sent", () -> texts().contains("Waiting for the block"));

        startAgain();
        open(rewards());
        waitFor("it is found again", () -> texts().stream().anyMatch(text -> text.contains("was sent before")));
        assertThat(sum("claimable")).isEqualTo("0.125 DEMO");
        assertThat(node("#rewards-claim", Button.class).getText()).isEqualTo("Waiting for the block");
        assertThat(isDisabled("#rewards-claim")).isTrue();
        picture("rewards-waiting");
        assertThat(claims()).hasSize(1);
        var _ = walletHome.outboxes().of(client).update();
        chains.demoChain().mine();
        waitFor("it is paid", () -> Objects.equals(sum("paid"), "0.125 DEMO"));
        assertThat(texts()).noneMatch(text -> text.contains("was sent before"));
        assertThat(claims())
                .singleElement()
                .satisfies(entry -> assertThat(entry.inclusion()).isPresent());
    }

    @Test
    void aClaimThatTheCommandLineSentMeanwhileIsWaitedFor() throws Exception {
        post(pool("intents", 1), 125);
        pass(Duration.ofHours(2));
        open(rewards());
        waitFor("what can be claimed", () -> !isDisabled("#rewards-claim"));
        chains.demoChain().mineAtOnce(false);
        RewardStatement now = new RewardHistory(ledger, trees).of(account.address(), 0);
        AccountSigner signer = new AccountSigner(onFx(() -> session.unlocked().orElseThrow()), account.index());
        ContractCall claim = ledger.claimAll(now.claimable(), account.address());
        var _ = new Outboxes(Registry.chains(home), Clock.systemUTC())
                .of(client)
                .send(
                        new Calls(client)
                                .prepare(account.index(), account.address(), false, claim)
                                .transaction(),
                        signer,
                        null);
        press("#rewards-claim");
        waitFor("it is waited for", () -> texts().contains("Waiting for the block"));
        assertThat(window.lookup("#signing-sign")).isNull();
        chains.demoChain().mine();
        waitFor("it is paid", () -> Objects.equals(sum("paid"), "0.125 DEMO"));
    }

    @Test
    void oneDamagedTreeIsNamedAndTheRestIsShown() throws Exception {
        Path damaged = post(pool("intents", 1), 125);
        BigInteger questions = pool("questions", 2);
        Path handed = Files.move(post(questions, 40), home.resolve("from the operator.json"));
        post(pool("style", 3), 7);
        Files.writeString(damaged, "{\"scope\"");
        pass(Duration.ofHours(2));
        RewardsScreen screen = rewards();
        open(screen);
        waitFor("the rest", () -> !isDisabled("#rewards-claim"));
        assertThat(sum("claimable")).isEqualTo("0.007 DEMO");
        assertSays("Epoch 1 of adapter defi-intents: " + damaged + " is damaged");
        assertSays("One epoch whose tree is not here");
        picture("rewards-damaged");
        onFx(() -> screen.importTrees(List.of(handed, damaged)));
        waitFor("the tree that was handed on", () -> Objects.equals(sum("claimable"), "0.047 DEMO"));
        assertThat(texts()).noneMatch(text -> text.contains("whose tree is not here"));
    }

    @Test
    void aVoucherIsReadBesideItsChannelAndATamperedOneIsRefused() throws Exception {
        Address contract = ledger.contract();
        Rewards wrapper = Wrappers.rewards(client, contract);
        BigInteger pool = pool("intents", 1);
        BigInteger deposit = BigInteger.TEN.pow(18);
        send(new ContractCall(
                contract,
                deposit,
                Hex.decode(wrapper.openChannel(pool, Address.ZERO.hex(), deposit, deposit)
                        .encodeFunctionCall()),
                List.of()));
        String good = voucher("Cultivar rewards", 31337, contract, "Voucher", 1, "250000000000000000");
        assertThat(meaning(good)).isInstanceOfSatisfying(Meaning.Known.class, known -> {
            assertThat(known.sentence())
                    .isEqualTo("Account 1 pays the fees of adapter 0xc3fd5ba6\u2026 with up to 0.25 DEMO in all from"
                            + " the deposit in channel 1: 0.25 DEMO more than was redeemed so far.");
            assertThat(known.cautions()).extracting(Caution::weight).containsExactly(Caution.Weight.NOTE);
        });
        byte[] hash = new ContractView(client, contract)
                .read(wrapper.voucherHash(BigInteger.ONE, deposit.shiftRight(2)), byte[].class);
        assertThat(UnlockedWallet.typedDataHash(good)).isEqualTo(hash);
        assertThat(meaning(voucher("Cultivar rewards", 31337, contract, "Voucher", 1, "2000000000000000000")))
                .isInstanceOfSatisfying(
                        Meaning.Known.class,
                        known -> assertThat(known.cautions())
                                .extracting(Caution::weight)
                                .contains(Caution.Weight.WARNING));
        assertThat(meaning(voucher("Cultivar rewards", 1, contract, "Voucher", 1, "5")))
                .as("another chain")
                .isInstanceOf(Meaning.Forbidden.class);
        Address adapters = Registry.contracts(client).adapters();
        for (String tampered : List.of(
                voucher("Cultivar rewards", 31337, adapters, "Voucher", 1, "5"),
                voucher("Cultivar rewards", 31337, account.address(), "Voucher", 1, "5"),
                voucher("Cultivar", 31337, contract, "Voucher", 1, "5"),
                voucher("Cultivar rewards", 31337, contract, "Voucher", 2, "5"),
                voucher("Cultivar rewards", 31337, contract, "Coupon", 1, "5"))) {
            assertThat(meaning(tampered)).as(tampered).isInstanceOf(Meaning.Unknown.class);
        }
    }

    private Meaning meaning(String json) {
        return new Reviewer(chains)
                .review(
                        new SigningRequest.Message(Network.demoChain(), account, json, "For tests"),
                        walletHome.circle(List.of(account)))
                .meaning();
    }

    private static String voucher(String name, long chain, Address contract, String type, long channel, String sum) {
        return """
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},\
            {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],\
            "%s":[{"name":"channel","type":"uint256"},{"name":"cumulative","type":"uint256"}]},\
            "primaryType":"%s","domain":{"name":"%s","version":"1","chainId":%d,"verifyingContract":"%s"},\
            "message":{"channel":%d,"cumulative":"%s"}}\
            """.formatted(type, type, name, chain, contract, channel, sum);
    }

    @Test
    void saysWhatHasToHappenWhereNothingWasEarned() {
        open(rewards());
        waitFor("the empty page", () -> texts().contains("Nothing earned yet"));
        assertSays(trees.folder() + " as ROOT.json");
        assertThat(isDisabled("#rewards-claim")).isTrue();
        picture("rewards-empty");
    }

    @Test
    void saysWhyItCannotLook() {
        onFx(() -> network.set(Network.named("sepolia")));
        RewardsScreen screen = rewards();
        open(screen);
        waitFor("the question", () -> texts().contains("Where to begin on Sepolia (Ethereum testnet)?"));
        picture("rewards-from");
        pressText("Choose where to begin");
        waitFor("the prompt", () -> texts().contains("Look for rewards on Sepolia (Ethereum testnet)"));
        onFx(() -> window.lookupAll(".text-field").stream()
                .filter(node -> node instanceof TextField)
                .forEach(node -> ((TextField) node).setText("7")));
        networks.use(Network.named("sepolia"), "http://127.0.0.1:9");
        onFx(() -> network.set(networks.named("sepolia")));
        pressText("Look");
        waitFor("the failure", () -> texts().contains("The rewards could not be looked up"));
        assertThat(isDisabled("#rewards-claim")).isTrue();
        picture("rewards-failed");
    }
}
