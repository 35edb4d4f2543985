package cultivar.wallet.rewards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.chain.Contracts;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Signature;
import cultivar.wallet.contract.Rewards;
import cultivar.wallet.contract.Stakes;
import cultivar.wallet.registry.Wrappers;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fees, vouchers, epochs, claims and stakes on the embedded chain, with what they cost and what they refuse. */
class RewardsTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final BigInteger ADAPTER = Hex.number(Hex.encode(Keccak.hash("adapter")));
    private static final BigInteger FEE = BigInteger.TEN.pow(16).add(BigInteger.valueOf(7));

    @TempDir
    Path home;

    private Town town;
    private Contracts contracts;
    private Rewards rewards;
    private RewardLedger ledger;

    /** Builder 0 has an adapter over one datanet version; 1 operates, 2 guards, 3 is the platform, 4 and on earn. */
    @BeforeEach
    void found() throws Exception {
        town = new Town(home);
        contracts = town.contracts();
        rewards = Wrappers.rewards(town.client(), contracts.rewards());
        ledger = new RewardLedger(town.client(), contracts.rewards());
        long gas = town.register("adapter");
        town.measured("register an adapter, one datanet version, first of an account", gas);
        assertThat(gas).isLessThan(105_000);
    }

    @AfterEach
    void leave() {
        town.close();
    }

    private BigInteger open(int platform, int builder, int stakers) throws Exception {
        PoolTerms terms =
                new PoolTerms(town.address(3), platform, builder, stakers, DAY, town.address(1), town.address(2));
        town.measured("open a pool", town.send(0, ledger.open(ADAPTER, Address.ZERO, terms)));
        return ledger.pool(ADAPTER, Address.ZERO).orElseThrow();
    }

    private RewardTree tree(BigInteger pot, int accounts, long each) {
        return RewardTree.of(
                ledger.scope(pot),
                IntStream.range(0, accounts)
                        .mapToObj(i -> new Earning(
                                i < 4 ? town.address(4 + i) : Address.of(BigInteger.valueOf(1_000_000 + i)),
                                BigInteger.TEN
                                        .pow(12)
                                        .multiply(BigInteger.valueOf(each))
                                        .add(BigInteger.valueOf(i))))
                        .toList());
    }

    @Test
    void anEpochIsSharedOutPostedAndClaimed() throws Exception {
        BigInteger pool = open(1_000, 2_000, 2_000);
        town.measured("pay a fee, first", town.send(0, ledger.pay(pool, FEE)));
        town.measured("pay a fee, next", town.send(0, ledger.pay(pool, FEE)));
        Pot pot = ledger.pot(pool);
        BigInteger stakers = ledger.pot(Pot.stakersOf(pool)).funded();
        BigInteger platform = town.read(contracts.rewards(), rewards.owedOf(pool), 0);
        BigInteger builder = town.read(contracts.rewards(), rewards.owedOf(pool), 1);
        assertThat(pot.funded().add(stakers).add(platform).add(builder)).isEqualTo(FEE.shiftLeft(1));
        assertThat(platform).isEqualTo(FEE.divide(BigInteger.TEN).shiftLeft(1));

        TreeFolder folder = new TreeFolder(home);
        RewardTree first = tree(pool, 1_024, 1);
        folder.keep(first);
        town.measured("post a root, first", town.send(1, ledger.post(pool, first)));
        assertThat(claimable(town.address(4), folder)).as("it waits").isEmpty();
        assertThatThrownBy(() -> town.send(1, ledger.post(pool, first))).hasMessageContaining("still waits");
        town.pass(DAY);
        List<ClaimItem> items = claimable(town.address(4), folder);
        assertThat(items).singleElement().satisfies(item -> {
            assertThat(item.adapter()).isEqualTo(ADAPTER);
            assertThat(item.proof()).hasSizeGreaterThanOrEqualTo(10);
        });
        BigInteger before = town.client().balance(town.address(5));
        ClaimItem foreign = claimable(town.address(5), folder).getFirst();
        long relayed = town.send(0, ledger.claimFor(town.address(5), foreign));
        town.measured("claim for somebody else, first, depth " + foreign.proof().size(), relayed);
        assertThat(town.client().balance(town.address(5)).subtract(before)).isEqualTo(foreign.amount());
        long gas = town.send(4, ledger.claim(items.getFirst()));
        town.measured("claim, first, depth " + items.getFirst().proof().size(), gas);
        assertThat(gas).isLessThan(68_000);
        assertThatThrownBy(() -> town.send(4, ledger.claim(items.getFirst())))
                .hasMessageContaining("nothing left to claim");
        assertThatThrownBy(() -> town.send(6, ledger.claim(items.getFirst())))
                .hasMessageContaining("no root that pays");

        RewardTree second = tree(pool, 1_024, 2);
        folder.keep(second);
        long next = town.send(1, ledger.post(pool, second));
        town.measured("post a root, next", next);
        assertThat(next).isLessThan(45_000);
        town.send(2, ledger.challenge(pool));
        assertThat(town.send(1, ledger.post(pool, second))).isLessThan(45_000);
        assertThat(claimable(town.address(6), folder))
                .as("the root before pays while the new one waits")
                .singleElement()
                .satisfies(item -> assertThat(item.root()).isEqualTo(first.root()));
        town.pass(DAY);
        ClaimItem later = claimable(town.address(4), folder).getFirst();
        assertThat(later.amount()).isEqualTo(BigInteger.TEN.pow(12));
        long again = town.send(4, ledger.claim(later));
        town.measured("claim, next", again);
        ClaimItem replaced = new ClaimItem(
                pool,
                ADAPTER,
                first.root(),
                first.of(town.address(6)).orElseThrow().cumulative(),
                BigInteger.ONE,
                first.proof(town.address(6)));
        assertThat(town.send(6, ledger.claim(replaced))).as("the root before").isPositive();
        assertThat(ledger.posted(0)).extracting(PostedRoot::epoch).containsExactly(1L, 2L, 2L);
        assertThat(ledger.posted(0)).extracting(PostedRoot::challenged).containsExactly(false, true, false);
        severalAtOnce(pool, folder);
    }

    private List<ClaimItem> claimable(Address account, TreeFolder folder) {
        return new RewardHistory(ledger, folder).of(account, 0).claimable();
    }

    private void severalAtOnce(BigInteger pool, TreeFolder folder) throws Exception {
        BigInteger stakers = Pot.stakersOf(pool);
        RewardTree tree = tree(stakers, 20, 1);
        folder.keep(tree);
        town.send(1, ledger.post(stakers, tree));
        town.pass(DAY);
        List<ClaimItem> items = claimable(town.address(7), folder);
        assertThat(items).hasSize(2);
        Address to = Address.parse("0x00000000000000000000000000000000000000aa");
        BigInteger before = town.client().balance(to);
        town.measured("claim two at once", town.send(7, ledger.claimAll(items, to)));
        assertThat(town.client().balance(to).subtract(before))
                .isEqualTo(items.stream().map(ClaimItem::amount).reduce(BigInteger.ZERO, BigInteger::add));
        assertThat(claimable(town.address(7), folder)).isEmpty();
        Files.writeString(
                home.resolve("rewards").resolve(tree.root() + ".json"),
                Files.readString(home.resolve("rewards").resolve(tree.root() + ".json"))
                        .replaceFirst("\"cumulative\":\"1", "\"cumulative\":\"2"));
        assertThatThrownBy(() -> folder.find(tree.root())).hasMessageContaining("has another root");
    }

    @Test
    void vouchersAreRedeemedAndTheRestComesBack() throws Exception {
        BigInteger pool = open(0, 5_000, 0);
        BigInteger deposit = BigInteger.valueOf(1_000_000);
        long opened = town.send(
                4, contracts.rewards(), rewards.openChannel(pool, Address.ZERO.hex(), deposit, deposit), deposit);
        town.measured("open a voucher channel", opened);
        town.measured("redeem a voucher, first", redeem(400_000, 4));
        town.measured("redeem a voucher, next", redeem(500_000, 4));
        assertThatThrownBy(() -> redeem(500_000, 4)).hasMessageContaining("adds nothing");
        assertThatThrownBy(() -> redeem(600_000, 5)).hasMessageContaining("not signed by");
        assertThatThrownBy(() -> redeem(1_000_001, 4)).hasMessageContaining("of a deposit");
        BigInteger builder = town.read(contracts.rewards(), rewards.owedOf(pool), 1);
        assertThat(builder).isEqualTo(250_000);
        assertThatThrownBy(() -> town.send(
                        5,
                        contracts.rewards(),
                        rewards.withdraw(pool, BigInteger.ONE, town.address(5).hex())))
                .hasMessageContaining("belongs to");
        town.send(
                0,
                contracts.rewards(),
                rewards.withdraw(pool, BigInteger.ONE, town.address(0).hex()));
        town.send(4, contracts.rewards(), rewards.close(BigInteger.ONE));
        assertThatThrownBy(() -> town.send(
                        4,
                        contracts.rewards(),
                        rewards.refund(BigInteger.ONE, town.address(4).hex())))
                .hasMessageContaining("a day must pass");
        redeem(700_000, 4);
        town.pass(DAY);
        BigInteger before = town.client().balance(contracts.rewards());
        town.send(
                4,
                contracts.rewards(),
                rewards.refund(BigInteger.ONE, town.address(4).hex()));
        assertThat(before.subtract(town.client().balance(contracts.rewards()))).isEqualTo(300_000);
    }

    private long redeem(long cumulative, int signer) throws Exception {
        String json = """
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},\
            {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],\
            "Voucher":[{"name":"channel","type":"uint256"},{"name":"cumulative","type":"uint256"}]},\
            "primaryType":"Voucher","domain":{"name":"Cultivar rewards","version":"1","chainId":31337,\
            "verifyingContract":"%s"},"message":{"channel":1,"cumulative":%d}}\
            """.formatted(contracts.rewards().hex(), cumulative);
        Signature signature = town.wallet().signTypedData(signer, json);
        return town.send(
                0,
                contracts.rewards(),
                rewards.redeem(BigInteger.ONE, BigInteger.valueOf(cumulative), signature.bytes()));
    }

    @Test
    void aStakeIsPenalisedOnlyByTheRules() throws Exception {
        Stakes stakes = Wrappers.stakes(town.client(), contracts.stakes());
        Address at = contracts.stakes();
        BigInteger one = BigInteger.ONE;
        BigInteger amount = BigInteger.valueOf(1_000);
        String staker = town.address(4).hex();
        town.send(0, at, stakes.open(one, town.address(2).hex(), town.address(3).hex()));
        town.measured("stake", town.send(4, at, stakes.stake(one, amount), amount));
        assertThatThrownBy(() -> town.send(5, at, stakes.propose(one, staker, BigInteger.TEN, "copied rows")))
                .hasMessageContaining("Only the owner of the datanet");
        assertThatThrownBy(() -> town.send(0, at, stakes.propose(one, staker, BigInteger.valueOf(501), "")))
                .hasMessageContaining("at most half");
        town.send(0, at, stakes.propose(one, staker, BigInteger.valueOf(500), "copied rows"));
        assertThatThrownBy(() -> town.send(0, at, stakes.carryOut(one, staker)))
                .hasMessageContaining("cannot be carried out now");
        town.send(4, at, stakes.contest(one, "mine are older"));
        town.send(2, at, stakes.decide(one, staker, true));
        town.pass(Duration.ofDays(3));
        town.send(5, at, stakes.carryOut(one, staker));
        town.send(4, at, stakes.askBack(one, BigInteger.valueOf(500)));
        town.pass(Duration.ofDays(7));
        town.send(4, at, stakes.take(one, staker));
        town.send(3, at, stakes.collect(town.address(3).hex()));
        assertThat(town.client().balance(at)).isZero();
    }

    @Test
    void everyProofLeadsToTheRootAndNoOther() {
        String scope = Hex.encode(Keccak.hash("scope"));
        for (int n = 1; n < 12; n++) {
            List<Earning> earnings = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                earnings.add(new Earning(Address.of(BigInteger.valueOf(i + 1)), BigInteger.valueOf(i + 5)));
            }
            RewardTree tree = RewardTree.of(scope, earnings);
            for (Earning earning : earnings) {
                assertThat(RewardTree.leads(scope, earning, tree.proof(earning.account()), tree.root()))
                        .isTrue();
                Earning more =
                        new Earning(earning.account(), earning.cumulative().add(BigInteger.ONE));
                assertThat(RewardTree.leads(scope, more, tree.proof(earning.account()), tree.root()))
                        .isFalse();
            }
        }
        assertThatThrownBy(() -> RewardTree.of(scope, List.of())).hasMessageContaining("Nobody earned");
        Earning nothing = new Earning(Address.ZERO, BigInteger.ZERO);
        assertThatThrownBy(() -> RewardTree.of(scope, List.of(nothing))).hasMessageContaining("not a positive");
        Earning some = new Earning(Address.ZERO, BigInteger.ONE);
        assertThatThrownBy(() -> RewardTree.of(scope, List.of(some, some))).hasMessageContaining("twice");
    }
}
