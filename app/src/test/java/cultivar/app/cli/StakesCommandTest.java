package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.home.Home;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Outboxes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stakes on a datanet from the first to a penalty that is carried out, by commands alone. */
class StakesCommandTest {
    private static final String[] OWNER = {"--account", "0"};
    private static final String[] STAKER = {"--account", "1"};
    private static final String[] ARBITER = {"--account", "2"};

    @TempDir
    Path home;

    private String password = "";
    private String owner = "";
    private String staker = "";
    private String arbiter = "";

    @BeforeEach
    void aDatanetAndThreePeople() throws Exception {
        password = Files.writeString(home.resolve("password"), "correct horse").toString();
        String phrase = home.resolve("phrase").toString();
        Outcome.of(home, "wallet", "create", "--password-file", password, "--phrase-file", phrase)
                .worked();
        for (int account = 0; account < 3; account++) {
            if (account > 0) {
                Outcome.of(home, "wallet", "add", "--password-file", password).worked();
            }
            Outcome.of(home, "wallet", "faucet", "--account", Integer.toString(account))
                    .worked();
        }
        Chains chains = Registry.chains(home);
        try (UnlockedWallet wallet = Vault.open(new Home(home).vault()).unlock("correct horse".toCharArray());
                ChainClient client = chains.connect(Network.demoChain())) {
            owner = wallet.address(0).toString();
            staker = wallet.address(1).toString();
            arbiter = wallet.address(2).toString();
            SomeAdapter.register(
                    home, client, new Outboxes(chains, Clock.systemUTC()).of(client), new AccountSigner(wallet, 0));
        }
    }

    private Outcome show(String... arguments) {
        return Outcome.of(
                home,
                Stream.concat(Stream.of("wallet", "stakes", "show", "data"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private Outcome signed(String[] who, String... arguments) {
        return Outcome.of(
                home,
                Stream.of(
                                Stream.of("wallet", "stakes"),
                                Stream.of(arguments),
                                Stream.of(who),
                                Stream.of("--creator", owner, "--yes", "--password-file", password))
                        .flatMap(each -> each)
                        .toArray(String[]::new));
    }

    /** Puts the chain ahead, and a little more: blocks made in one second have later times than the clock. */
    private void pass(Duration time) {
        Chains chains = Registry.chains(home);
        chains.demoChain().advance(time.plusMinutes(1));
        chains.demoChain().mine();
    }

    @Test
    void aPenaltyIsContestedUpheldAndCarriedOut() {
        assertThat(show().failed(1)).contains("takes no stakes", "wallet stakes open");
        assertThat(signed(STAKER, "open", "data").failed(1)).contains("Nothing was signed");
        Outcome opened = signed(OWNER, "open", "data", "--arbiter", arbiter).worked();
        assertThat(opened.err()).as("what is signed, read from its bytes").contains(arbiter, "It will succeed");
        assertThat(show().worked().out()).contains("Nobody staked yet", arbiter, owner);

        assertThat(signed(STAKER, "add", "data", "2").worked().out()).contains("Staked 2 DEMO");
        assertThat(signed(OWNER, "propose", "data", staker, "1.5", "--reason", "copied rows")
                        .failed(1))
                .as("half at most")
                .contains("Nothing was signed");
        assertThat(signed(OWNER, "propose", "data", staker, "0.5", "--reason", "copied rows")
                        .worked()
                        .err())
                .contains("Propose to take 0.5 DEMO of the stake of Account 2", "copied rows");
        assertThat(show().worked().out()).contains(staker, "2 DEMO", "a penalty of 0.5 DEMO stands from");
        signed(STAKER, "contest", "data", "--reason", "mine are older").worked();
        assertThat(show().worked().out()).contains("is contested; the arbiter has until");
        assertThat(signed(ARBITER, "decide", "data", staker, "perhaps").failed(2))
                .contains("STANDS", "ENDS");
        assertThat(signed(OWNER, "decide", "data", staker, "stands").failed(1)).contains("Nothing was signed");
        signed(ARBITER, "decide", "data", staker, "stands").worked();
        assertThat(signed(ARBITER, "carry-out", "data", staker).failed(1)).contains("Nothing was signed");
        pass(Duration.ofDays(3));
        assertThat(show().worked().out()).contains("can be carried out until");
        var after =
                signed(ARBITER, "carry-out", "data", staker, "--json").worked().json();
        assertThat(after.path("amount").asString()).isEqualTo("1500000000000000000");
        assertThat(after.path("penalty").isNull()).isTrue();

        var house = show("--json").worked().json();
        assertThat(house.path("owed").asString()).isEqualTo("500000000000000000");
        assertThat(house.path("stakes").path(0).path("staker").asString()).isEqualTo(staker);
        assertThat(Outcome.of(home, "wallet", "stakes", "collect", "--yes", "--password-file", password)
                        .worked()
                        .out())
                .contains("Took out 0.5 DEMO");
        assertThat(Outcome.of(home, "wallet", "stakes", "collect", "--yes", "--password-file", password)
                        .failed(1))
                .contains("No penalties are there");
    }

    @Test
    void aStakeComesBackAWeekAfterItWasAskedFor() {
        signed(OWNER, "open", "data").worked();
        signed(STAKER, "add", "data", "1").worked();
        assertThat(signed(STAKER, "ask-back", "data", "3").failed(1)).contains("Nothing was signed");
        assertThat(signed(STAKER, "ask-back", "data", "0.4").worked().out())
                .contains("Asked for 0.4 DEMO", "wallet stakes take");
        assertThat(show().worked().out()).contains("0.4 DEMO asked back, to take from");
        assertThat(signed(STAKER, "take", "data").failed(1)).contains("Nothing was signed");
        pass(Duration.ofDays(7));
        assertThat(show().worked().out()).contains("0.4 DEMO to take");
        assertThat(signed(STAKER, "take", "data", "--json")
                        .worked()
                        .json()
                        .path("amount")
                        .asString())
                .isEqualTo("600000000000000000");
    }

    @Test
    void aContestedPenaltyEndsWhereNobodyDecides() {
        signed(OWNER, "open", "data").worked();
        signed(STAKER, "add", "data", "1").worked();
        signed(OWNER, "propose", "data", staker, "0.1", "--reason", "a test").worked();
        assertThat(signed(STAKER, "end", "data", staker).failed(1))
                .as("not over yet, and not hers to end")
                .contains("Nothing was signed");
        signed(STAKER, "contest", "data", "--reason", "no").worked();
        assertThat(signed(OWNER, "propose", "data", staker, "0.1", "--reason", "again")
                        .failed(1))
                .as("a week of quiet")
                .contains("Nothing was signed");
        pass(Duration.ofDays(7));
        signed(OWNER, "propose", "data", staker, "0.1", "--reason", "again").worked();
        signed(OWNER, "end", "data", staker).worked();
        assertThat(show().worked().out()).doesNotContain("penalty of");
    }

    @Test
    void aDatanetThatIsNotThereIsNamed() {
        assertThat(signed(STAKER, "add", "nothing", "1").failed(1)).contains("created no datanet \"nothing\"");
        assertThat(signed(STAKER, "add", "77", "1").failed(1)).contains("no datanet of the number 77");
    }
}
