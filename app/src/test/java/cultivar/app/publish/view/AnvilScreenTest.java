package cultivar.app.publish.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cultivar.app.publish.AnvilNode;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Contracts;
import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.AdapterFiles;
import cultivar.wallet.registry.Deployment;
import cultivar.wallet.registry.OnChainRegistration;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Outboxes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window's way to a registration on a node that is not ours. */
class AnvilScreenTest extends PublishUnderTest {
    @TempDir
    Path elsewhere;

    private @Nullable AnvilNode anvil;

    @Override
    Network network() throws Exception {
        Optional<Path> program = AnvilNode.program();
        assumeTrue(
                program.isPresent(), "there is no Anvil; -Dcultivar.anvil=PROGRAM, or -Panvil in wallet, brings one");
        AnvilNode started = AnvilNode.start(program.get());
        anvil = started;
        Network bare = Network.custom("anvil", "Anvil", 31_337, "ETH", started.address(), null);
        return bare.withContracts(deploy(bare));
    }

    @AfterEach
    void stop() {
        if (anvil != null) {
            anvil.close();
        }
    }

    /** With the account that Anvil gives coin to. */
    private Contracts deploy(Network network) throws InterruptedException {
        char[] password = "correct horse".toCharArray();
        Chains apart = Registry.chains(elsewhere);
        try (Phrase phrase = Phrase.parse("test test test test test test test test test test test junk");
                UnlockedWallet wallet = Vault.create(elsewhere.resolve("vault.json"), password, phrase, false)
                        .unlock(password);
                ChainClient client = apart.connect(network)) {
            return new Deployment(client, 0, wallet.address(0), false)
                    .send(
                            new Outboxes(apart, Clock.systemUTC()).of(client),
                            new AccountSigner(wallet, 0),
                            () -> null,
                            _ -> {});
        }
    }

    @Test
    void registers() throws Exception {
        press("#publish-register");
        sign("Create the datanet");
        sign("Publish the next version");
        sign("Register an adapter in your name.");
        waitFor("it is registered", () -> isShown("#publish-verify"));

        try (ChainClient client = chains.connect(chains.networks().named("anvil"))) {
            OnChainRegistration found = Registry.open(client)
                    .findAdapter(AdapterFiles.hash(publisher.folder()).hash())
                    .orElseThrow();
            assertThat(found.creator()).isEqualTo(account);
            assertThat(service.outboxes().of(client).entries()).hasSize(3);
        }
    }
}
