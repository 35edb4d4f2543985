package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.home.Home;
import cultivar.app.publish.LoopbackNode;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.Networks;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.DemoWallet;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Outboxes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that another wallet on this machine signs. */
class ProviderCommandTest {
    @TempDir
    Path folder;

    private Path home = Path.of("");

    private Outcome wallet(String... arguments) {
        return Outcome.of(
                home, Stream.concat(Stream.of("wallet"), Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void anotherWalletSignsForAnAccountThatIsWatched() throws Exception {
        home = Files.createDirectories(folder.resolve("home"));
        String password =
                Files.writeString(folder.resolve("password"), "correct horse").toString();
        wallet(
                        "create",
                        "--password-file",
                        password,
                        "--phrase-file",
                        folder.resolve("phrase").toString())
                .worked();
        try (LoopbackNode node = new LoopbackNode(Files.createDirectories(folder.resolve("node"))).start();
                OtherWallet other = new OtherWallet(node.address(), node.chain().chainId())) {
            Networks.of(home).add(node.network("mine", "My chain"));
            String adapter = registered(node);
            wallet("rewards", "open", adapter, "--network", "mine", "--yes", "--password-file", password)
                    .worked();

            String[] pay = {"pay", adapter, "0.25", "--network", "mine", "--yes", "--provider", other.url()};
            assertThat(wallet(pay).failed(1)).contains("not watched here", "wallet watch 0x");
            wallet("watch", other.address(), "--name", "Frame").worked();
            assertThat(wallet(pay).failed(1)).as("without coin").contains("Nothing was signed");
            DemoWallet.fund(node.chain(), Address.parse(other.address()));
            other.refuse(true);
            assertThat(wallet(pay).failed(1)).contains("It was refused in the wallet at " + other.url());
            other.refuse(false);
            Outcome paid = wallet(pay).worked();
            assertThat(paid.err()).contains("Pay a fee for an adapter", "The other wallet asks now.");
            assertThat(paid.out()).contains("Paid 0.25 ETH");
            assertThat(other.asked()).isEqualTo(2);
            assertThat(wallet("activity", "--network", "mine").worked().out())
                    .contains("confirmed", "Pays a fee to the adapter's pool");
        }
    }

    /** Registers an adapter in the name of the wallet's own account; gives its hash. */
    private String registered(LoopbackNode node) throws Exception {
        Chains chains = Registry.chains(home);
        Network mine = chains.networks().named("mine");
        try (UnlockedWallet unlocked = Vault.open(new Home(home).vault()).unlock("correct horse".toCharArray());
                ChainClient client = chains.connect(mine)) {
            DemoWallet.fund(node.chain(), unlocked.address(0));
            return "0x%064x"
                    .formatted(SomeAdapter.register(
                            home,
                            client,
                            new Outboxes(chains, Clock.systemUTC()).of(client),
                            new AccountSigner(unlocked, 0)));
        }
    }
}
