package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.home.Home;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Calls;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.rewards.Earning;
import cultivar.wallet.rewards.NextEpoch;
import cultivar.wallet.rewards.PoolTerms;
import cultivar.wallet.rewards.Pot;
import cultivar.wallet.rewards.RewardHistory;
import cultivar.wallet.rewards.RewardLedger;
import cultivar.wallet.rewards.RewardTree;
import cultivar.wallet.rewards.TreeFolder;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Outbox;
import cultivar.wallet.transaction.Outboxes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an adapter earned, from the fee to the contributor's purse. */
class RewardsCommandTest {
    private static final String OTHER = "0x00000000000000000000000000000000000000AA";
    private static final BigInteger FEE = BigInteger.TEN.pow(18);
    private static final BigInteger EARNED = new BigInteger("300000000000000001");

    @TempDir
    Path home;

    @Test
    void whatWasEarnedIsShownAndClaimedOnce() throws Exception {
        Path password = walletWithCoin();
        assertThat(Outcome.of(home, "wallet", "rewards").worked().out()).contains("nothing to claim");
        Vault vault = Vault.open(new Home(home).vault());
        try (UnlockedWallet wallet = vault.unlock("correct horse".toCharArray())) {
            earn(wallet);
        }

        assertThat(Outcome.of(home, "wallet", "rewards").worked().out())
                .contains("0.300000000000000001 DEMO  of adapter 0x");
        String[] claim = {"wallet", "claim", "--yes", "--password-file", password.toString()};
        assertThat(Outcome.of(home, claim).worked().out()).contains("Claimed from 1 pot");
        assertThat(Outcome.of(home, "wallet", "rewards").worked().out()).contains("nothing to claim");
        assertThat(Outcome.of(home, claim).failed(1)).contains("nothing to claim");
        assertThat(Outcome.of(home, "wallet", "activity").worked().out()).contains("Claims 1 rewards");
    }

    @Test
    void aClaimThatWaitsIsNotSentAgain() throws Exception {
        Path password = walletWithCoin();
        try (UnlockedWallet wallet = Vault.open(new Home(home).vault()).unlock("correct horse".toCharArray())) {
            earn(wallet);
            claimWithoutABlock(wallet);
        }

        String[] claim = {"wallet", "claim", "--yes", "--password-file", password.toString()};
        assertThat(Outcome.of(home, claim).failed(1))
                .contains("The same was sent before and waits for its block, as 0x", "Nothing was signed");
        assertThat(Outcome.of(home, "wallet", "activity").worked().out()).containsPattern("sent +0x[0-9a-f]+ +Claims");
        assertThat(Outcome.of(home, "wallet", "activity").worked().out().lines())
                .as("sent again, since the node lost it, and no other")
                .filteredOn(line -> line.contains("Claims"))
                .singleElement()
                .asString()
                .startsWith("confirmed");
        assertThat(Outcome.of(home, claim).failed(1)).contains("nothing to claim");
    }

    @Test
    void anEpochThatWaitsForItsBlockIsNotPostedAgain() throws Exception {
        Path password = walletWithCoin();
        String adapter;
        try (UnlockedWallet wallet = Vault.open(new Home(home).vault()).unlock("correct horse".toCharArray())) {
            BigInteger number = open(wallet);
            adapter = "0x%064x".formatted(number);
            Address other = Address.parse(OTHER);
            sendWithoutABlock(wallet, ledger -> {
                Pot pot = ledger.pot(ledger.pool(number, Address.ZERO).orElseThrow());
                List<Earning> given = List.of(new Earning(other, BigInteger.TEN.pow(17)));
                return ledger.post(
                        pot.number(),
                        NextEpoch.adding(pot, ledger.scope(pot.number()), Optional.empty(), given)
                                .tree());
            });
        }

        Path shares = Files.writeString(home.resolve("shares.csv"), OTHER + ",0.1\n");
        assertThat(Outcome.of(
                                home,
                                "wallet",
                                "rewards",
                                "post",
                                adapter,
                                shares.toString(),
                                "--yes",
                                "--password-file",
                                password.toString())
                        .failed(1))
                .contains("The same was sent before and waits for its block, as 0x", "Nothing was signed");
    }

    private void claimWithoutABlock(UnlockedWallet wallet) {
        Address me = wallet.address(0);
        sendWithoutABlock(
                wallet,
                ledger -> ledger.claimAll(
                        new RewardHistory(ledger, new TreeFolder(home))
                                .of(me, 0)
                                .claimable(),
                        me));
    }

    private void sendWithoutABlock(UnlockedWallet wallet, Function<RewardLedger, ContractCall> what) {
        Address me = wallet.address(0);
        Chains chains = Registry.chains(home);
        chains.demoChain().mineAtOnce(false);
        try (ChainClient client = chains.connect(Network.demoChain())) {
            ContractCall call = what.apply(
                    new RewardLedger(client, Registry.contracts(client).rewards()));
            var _ = new Outboxes(chains, Clock.systemUTC())
                    .of(client)
                    .send(
                            new Calls(client).prepare(0, me, false, call).transaction(),
                            new AccountSigner(wallet, 0),
                            null);
        }
    }

    @Test
    void anOperatorPostsEpochsAndContributorsClaimTheDifference() throws Exception {
        Path password = walletWithCoin();
        String adapter;
        String me;
        Vault vault = Vault.open(new Home(home).vault());
        try (UnlockedWallet wallet = vault.unlock("correct horse".toCharArray())) {
            me = wallet.address(0).toString();
            adapter = "0x%064x".formatted(open(wallet));
        }
        Path shares = home.resolve("shares.csv");
        String[] post = {
            "wallet", "rewards", "post", adapter, shares.toString(), "--yes", "--password-file", password.toString()
        };
        Files.writeString(shares, "account,amount\n" + me + ",0.7\n" + OTHER + ",0.5\n");
        assertThat(Outcome.of(home, post).failed(1)).contains("only 1 DEMO came in: 0.2 DEMO too much");
        Files.writeString(shares, "account,amount\n" + me + ",0.1\n" + OTHER + ",0.25\n" + me + ",0.1\n");
        assertThat(Outcome.of(home, post).worked().out()).contains("EPOCH 1", "0.2 DEMO", "Posted epoch 1");
        assertThat(Outcome.of(home, post).failed(1)).contains("Epoch 1 waits until");
        assertThat(Outcome.of(home, "wallet", "rewards").worked().out()).contains("0.2 DEMO", "locked until");
        pass(2);
        String[] claim = {"wallet", "claim", "--yes", "--password-file", password.toString(), "--json"};
        assertThat(Outcome.of(home, claim).worked().out()).contains("\"amount\":\"200000000000000000\"");

        Path totals = Files.writeString(
                home.resolve("totals.json"),
                "[{\"account\":\"%s\",\"amount\":\"0.5\"},{\"account\":\"%s\",\"amount\":0.24}]".formatted(me, OTHER));
        String[] replace = {
            "wallet",
            "rewards",
            "post",
            adapter,
            totals.toString(),
            "--cumulative",
            "--yes",
            "--password-file",
            password.toString(),
            "--json"
        };
        assertThat(Outcome.of(home, Arrays.copyOf(replace, replace.length - 1)).failed(1))
                .contains(OTHER, "never taken back");
        Files.writeString(
                totals,
                "[{\"account\":\"%s\",\"amount\":\"0.5\"},{\"account\":\"%s\",\"amount\":0.25}]".formatted(me, OTHER));
        assertThat(Outcome.of(home, replace).worked().out())
                .contains("\"epoch\":2", "\"earned\":\"300000000000000000\"", "\"earned\":\"0\"");
        pass(4);
        assertThat(Outcome.of(home, claim).worked().out())
                .as("the difference")
                .contains("\"amount\":\"300000000000000000\"");
    }

    /** Makes the wallet and gives its first account demo coin; the file of its password. */
    private Path walletWithCoin() throws IOException {
        Path password = Files.writeString(home.resolve("password"), "correct horse");
        Path phrase = home.resolve("phrase");
        Outcome.of(home, "wallet", "create", "--password-file", password.toString(), "--phrase-file", phrase.toString())
                .worked();
        Outcome.of(home, "wallet", "faucet").worked();
        return password;
    }

    /** Puts the chain so many hours ahead of the clock; a chain that is opened anew begins at its last block. */
    private void pass(int hours) {
        Chains chains = Registry.chains(home);
        chains.demoChain().advance(Duration.ofHours(hours));
        chains.demoChain().mine();
    }

    /** Registers an adapter and pays a fee into its pool; gives the adapter's number. */
    private BigInteger open(UnlockedWallet wallet) throws Exception {
        Address me = wallet.address(0);
        Chains chains = Registry.chains(home);
        try (ChainClient client = chains.connect(Network.demoChain())) {
            Outbox outbox = new Outboxes(chains, Clock.systemUTC()).of(client);
            AccountSigner signer = new AccountSigner(wallet, 0);
            BigInteger adapter = SomeAdapter.register(home, client, outbox, signer);
            RewardLedger ledger =
                    new RewardLedger(client, Registry.contracts(client).rewards());
            send(
                    client,
                    outbox,
                    signer,
                    ledger.open(adapter, Address.ZERO, new PoolTerms(me, 0, 0, 0, Duration.ofHours(1), me, me)));
            send(
                    client,
                    outbox,
                    signer,
                    ledger.pay(ledger.pool(adapter, Address.ZERO).orElseThrow(), FEE));
            return adapter;
        }
    }

    /** Registers an adapter, pays a fee into its pool and posts who earned what, two hours ago. */
    private void earn(UnlockedWallet wallet) throws Exception {
        Address me = wallet.address(0);
        BigInteger adapter = open(wallet);
        Chains chains = Registry.chains(home);
        try (ChainClient client = chains.connect(Network.demoChain())) {
            RewardLedger ledger =
                    new RewardLedger(client, Registry.contracts(client).rewards());
            BigInteger pool = ledger.pool(adapter, Address.ZERO).orElseThrow();
            RewardTree tree = RewardTree.of(
                    ledger.scope(pool),
                    List.of(new Earning(me, EARNED), new Earning(Address.of(BigInteger.TEN), BigInteger.ONE)));
            new TreeFolder(home).keep(tree);
            send(
                    client,
                    new Outboxes(chains, Clock.systemUTC()).of(client),
                    new AccountSigner(wallet, 0),
                    ledger.post(pool, tree));
        }
        pass(2);
    }

    private static void send(ChainClient client, Outbox outbox, AccountSigner signer, ContractCall call)
            throws InterruptedException {
        Calls calls = new Calls(client);
        var _ = calls.send(calls.prepare(0, signer.address(), false, call), outbox, signer, null);
    }
}
