package cultivar.wallet.rewards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an account is told about its epochs, from the wait to the payment, and what a bad file does to the rest. */
class RewardHistoryTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final BigInteger FEE = BigInteger.TEN.pow(18);
    private static final int OPERATOR = 1;
    private static final int GUARDIAN = 2;
    private static final int EARNER = 4;

    @TempDir
    Path home;

    private Town town;
    private RewardLedger ledger;
    private TreeFolder trees;

    @BeforeEach
    void found() throws Exception {
        town = new Town(home);
        ledger = new RewardLedger(town.client(), town.contracts().rewards());
        trees = new TreeFolder(home);
    }

    @AfterEach
    void leave() {
        town.close();
    }

    private BigInteger pool(String adapter) throws Exception {
        town.register(adapter);
        BigInteger number = Hex.number(Hex.encode(Keccak.hash(adapter)));
        PoolTerms terms = new PoolTerms(town.address(0), 0, 0, 0, DAY, town.address(OPERATOR), town.address(GUARDIAN));
        town.send(0, ledger.open(number, Address.ZERO, terms));
        BigInteger pool = ledger.pool(number, Address.ZERO).orElseThrow();
        town.send(0, ledger.pay(pool, FEE));
        return pool;
    }

    private RewardTree tree(BigInteger pot, long cumulative) {
        return RewardTree.of(
                ledger.scope(pot),
                List.of(
                        new Earning(town.address(EARNER), BigInteger.valueOf(cumulative)),
                        new Earning(town.address(5), BigInteger.ONE)));
    }

    private RewardTree post(BigInteger pot, long cumulative) throws Exception {
        RewardTree tree = tree(pot, cumulative);
        trees.keep(tree);
        town.send(OPERATOR, ledger.post(pot, tree));
        return tree;
    }

    private RewardStatement statement() {
        return new RewardHistory(ledger, trees).of(town.address(EARNER), 0);
    }

    @Test
    void epochsWaitPayAndAreClaimedAndAChallengedOneNeverPays() throws Exception {
        BigInteger pool = pool("one");
        post(pool, 300);
        assertThat(statement().pots()).singleElement().satisfies(pot -> {
            assertThat(pot.locked()).isEqualTo(300);
            assertThat(pot.claimable()).isEmpty();
            assertThat(pot.epochs())
                    .singleElement()
                    .satisfies(epoch -> assertThat(epoch.standing())
                            .isEqualTo(new Standing.Locked(ledger.pot(pool).readyAt())));
        });
        town.pass(DAY);
        post(pool, 700);
        assertThat(statement().pots().getFirst().epochs())
                .extracting(EpochShare::earned, epoch -> epoch.standing().getClass())
                .containsExactly(
                        tuple(BigInteger.valueOf(400), Standing.Locked.class),
                        tuple(BigInteger.valueOf(300), Standing.Claimable.class));
        town.send(GUARDIAN, ledger.challenge(pool));
        RewardTree better = post(pool, 500);
        town.pass(DAY);
        RewardStatement statement = statement();
        assertThat(statement.claimable())
                .singleElement()
                .satisfies(item -> assertThat(item.amount()).isEqualTo(500));
        assertThat(statement.pots().getFirst().epochs())
                .extracting(EpochShare::earned, epoch -> epoch.standing().getClass())
                .containsExactly(
                        tuple(BigInteger.valueOf(200), Standing.Claimable.class),
                        tuple(BigInteger.valueOf(400), Standing.Challenged.class),
                        tuple(BigInteger.valueOf(300), Standing.Claimable.class));
        EpochShare newest = statement.pots().getFirst().epochs().getFirst();
        assertThat(RewardTree.leads(
                        newest.scope(),
                        new Earning(town.address(EARNER), newest.cumulative()),
                        newest.proof(),
                        better.root()))
                .isTrue();
        BigInteger before = town.client().balance(town.address(7));
        town.send(EARNER, ledger.claimAll(statement.claimable(), town.address(7)));
        assertThat(town.client().balance(town.address(7)).subtract(before)).isEqualTo(500);
        assertThat(statement().claimable()).isEmpty();
        assertThat(statement().pots().getFirst().epochs())
                .extracting(epoch -> epoch.standing().getClass().getSimpleName())
                .containsExactly("Claimed", "Challenged", "Claimed");
    }

    @Test
    void aBadTreeIsNamedAndTheRestIsTold() throws Exception {
        BigInteger one = pool("one");
        BigInteger two = pool("two");
        BigInteger three = pool("three");
        RewardTree damaged = post(one, 300);
        post(two, 200);
        RewardTree missing = post(three, 100);
        Path file = home.resolve("rewards").resolve(damaged.root() + ".json");
        Files.writeString(file, "{\"scope\":");
        Path handed = Files.move(
                home.resolve("rewards").resolve(missing.root() + ".json"), home.resolve("from the operator.json"));
        town.pass(DAY);
        RewardStatement statement = statement();
        assertThat(statement.pots()).extracting(PotShare::pot).containsExactly(two);
        assertThat(statement.claimable()).hasSize(1);
        assertThat(statement.damages())
                .singleElement()
                .asString()
                .contains(file.toString())
                .contains("damaged");
        assertThat(statement.gaps()).extracting(gap -> gap.posted().pot()).containsExactly(one, three);

        assertThat(trees.take(handed).root()).isEqualTo(missing.root());
        assertThat(statement().claimable()).hasSize(2);
        assertThatThrownBy(() -> trees.take(file)).hasMessageContaining("no tree of rewards");
    }

    @Test
    void anEpochThatWasReplacedSaysSoUntilTheNewTreeIsHere() throws Exception {
        BigInteger pool = pool("one");
        post(pool, 300);
        town.pass(DAY);
        RewardTree second = tree(pool, 400);
        town.send(OPERATOR, ledger.post(pool, second));
        town.pass(DAY);
        RewardTree third = tree(pool, 500);
        town.send(OPERATOR, ledger.post(pool, third));
        town.pass(DAY);
        assertThat(statement().pots().getFirst().epochs().getFirst().standing()).isEqualTo(new Standing.Replaced());
        trees.keep(third);
        assertThat(statement().pots().getFirst().epochs())
                .extracting(EpochShare::earned)
                .containsExactly(BigInteger.valueOf(200), BigInteger.valueOf(300));
        assertThat(statement().claimable())
                .singleElement()
                .satisfies(item -> assertThat(item.amount()).isEqualTo(500));
    }
}
