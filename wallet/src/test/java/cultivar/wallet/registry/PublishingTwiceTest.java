package cultivar.wallet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Attempt;
import cultivar.wallet.transaction.Outbox;
import cultivar.wallet.transaction.Outboxes;
import cultivar.wallet.transaction.TransactionException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that takes longer than anybody waits is paid for once, however often one publishes. */
class PublishingTwiceTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    Path home;

    private Chains chains;
    private ChainClient client;
    private UnlockedWallet wallet;
    private Outbox outbox;
    private Publication impatient;
    private Publication patient;

    @BeforeEach
    void openChainThatMakesNoBlocks() throws IOException {
        chains = Registry.chains(home);
        Vault vault = DemoWallet.create(home.resolve("wallet/main.json"), PASSWORD, chains.demoChain());
        client = chains.connect(Network.demoChain());
        wallet = vault.unlock(PASSWORD);
        outbox = new Outboxes(chains, Clock.systemUTC()).of(client);
        Manifest manifest = TinyAdapter.write(home).manifest(wallet.address(0));
        Registry registry = Registry.open(client);
        impatient = new Publication(client, registry, manifest, new Calls(client, Duration.ofMillis(50)));
        patient = registry.publication(manifest);
        chains.demoChain().mineAtOnce(false);
    }

    @AfterEach
    void close() {
        wallet.close();
        client.close();
    }

    private void publishInVain() {
        assertThatThrownBy(() -> impatient.send(0, outbox, new AccountSigner(wallet, 0), () -> null))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("is in no block after");
    }

    @Test
    void whatWaitsIsNotSentAgain() throws Exception {
        assertThat(patient.waiting(patient.missing().getFirst(), outbox)).isEmpty();
        publishInVain();
        publishInVain();

        assertThat(outbox.entries()).hasSize(1);
        assertThat(patient.missing()).hasSize(3);
        assertThat(patient.waiting(patient.missing().getFirst(), outbox))
                .contains(outbox.entries().getFirst());
        assertThat(patient.simulate(patient.missing(), 0, true, outbox).words())
                .isEqualTo(
                        "The first of 3 transactions was sent before and waits for its block; it is not sent again.");

        chains.demoChain().mineAtOnce(true);
        chains.demoChain().mine();
        Registration registration = patient.send(0, outbox, new AccountSigner(wallet, 0), () -> null);
        assertThat(Registry.open(client).stands(registration)).isTrue();
        assertThat(outbox.entries()).as("one for each step").hasSize(3);
        assertThat(client.nonce(wallet.address(0))).isEqualTo(3);
    }

    @Test
    void whatWasMadeFasterIsTheSame() {
        publishInVain();
        replace(Attempt.Kind.FASTER);
        publishInVain();

        assertThat(outbox.entries()).hasSize(1);
    }

    @Test
    void whatIsBeingCancelledIsSentAnew() {
        publishInVain();
        replace(Attempt.Kind.CANCEL);
        publishInVain();

        assertThat(outbox.entries()).hasSize(2);
    }

    private void replace(Attempt.Kind kind) {
        String id = outbox.entries().getFirst().id();
        var _ = outbox.replace(outbox.replacement(id, kind), new AccountSigner(wallet, 0), null);
        assertThat(outbox.entries().getFirst().attempts()).hasSize(2);
    }
}
