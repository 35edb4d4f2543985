package cultivar.wallet.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.DevChain;
import cultivar.wallet.chain.MisbehavingNode;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.signer.AccountSigner;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is lost and nothing doubled when many threads send, and when the process is killed in between. The system
 * properties {@code cultivar.sends} and {@code cultivar.kills} ask for more than the usual few.
 */
class ManySendersTest {
    private static final int SENDS = Integer.getInteger("cultivar.sends", 40);
    private static final int KILLS = Integer.getInteger("cultivar.kills", 2);
    private static final int THREADS = 8;

    @TempDir
    private Path folder;

    private DevChain chain(Address alice) {
        DevChain chain = DevChain.open(folder.resolve("chain"), List.of());
        chain.fund(alice, BigInteger.TEN.pow(19));
        return chain;
    }

    @Test
    void eightThreadsSendInOrder() throws Exception {
        try (UnlockedWallet wallet = SenderProcess.vault(folder).unlock(SenderProcess.PASSWORD)) {
            AccountSigner signer = new AccountSigner(wallet, 0);
            DevChain chain = chain(signer.address());
            long started = System.nanoTime();
            try (MisbehavingNode node = MisbehavingNode.over(chain);
                    ChainClient client = ChainClient.connect(node.network())) {
                Outbox outbox = new Outbox(
                        folder.resolve("outbox"), client, new NetworkRules(true, null, null, 1), Clock.systemUTC());
                SenderProcess.send(outbox, signer, SENDS, THREADS);
                outbox.update();
                everySumArrivedOnce(client, outbox, signer.address());
            }
            System.out.printf("%d transactions from %d threads in %.1f s%n", SENDS, THREADS, seconds(started));
        }
    }

    @Test
    void killsLoseAndDoubleNothing() throws Exception {
        try (UnlockedWallet wallet = SenderProcess.vault(folder).unlock(SenderProcess.PASSWORD)) {
            AccountSigner signer = new AccountSigner(wallet, 0);
            DevChain chain = chain(signer.address());
            Random random = new Random(5);
            int killed = 0;
            try (MisbehavingNode node = MisbehavingNode.over(chain)) {
                for (int round = 0; round < KILLS; round++) {
                    Process process = start(node);
                    awaitResume(process);
                    // The whole takes some seconds: a kill comes anywhere in it.
                    boolean ended = process.waitFor(random.nextInt(1_500), TimeUnit.MILLISECONDS);
                    process.destroyForcibly().waitFor();
                    killed += ended ? 0 : 1;
                }
                assertThat(start(node).waitFor()).isZero();
                try (ChainClient client = ChainClient.connect(node.network())) {
                    Outbox outbox = new Outbox(
                            folder.resolve("outbox"), client, new NetworkRules(true, null, null, 1), Clock.systemUTC());
                    outbox.update();
                    everySumArrivedOnce(client, outbox, signer.address());
                }
            }
            System.out.printf("%d transactions, killed %d times of %d%n", SENDS, killed, KILLS);
        }
    }

    private Process start(MisbehavingNode node) throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SenderProcess.class.getName(),
                        folder.toString(),
                        node.address(),
                        Integer.toString(SENDS),
                        Integer.toString(THREADS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitResume(Process process) throws Exception {
        assertThat(process.inputReader().readLine()).isEqualTo("resumes");
    }

    private static void everySumArrivedOnce(ChainClient client, Outbox outbox, Address alice) {
        List<Integer> sums = outbox.entries().stream()
                .filter(entry -> entry.inclusion().isPresent())
                .map(entry -> Integer.parseInt(entry.purpose().substring("sum ".length())))
                .sorted()
                .toList();
        assertThat(sums).isEqualTo(IntStream.rangeClosed(1, SENDS).boxed().toList());
        assertThat(client.balance(SenderProcess.BOB)).isEqualTo((long) SENDS * (SENDS + 1) / 2);
        assertThat(client.nonce(alice)).isEqualTo(SENDS);
        List<Entry> byNonce = outbox.entries().stream()
                .sorted((a, b) -> Long.compare(a.nonce(), b.nonce()))
                .toList();
        assertThat(byNonce).hasSize(SENDS).isSortedAccordingTo((a, b) -> Long.compare(block(a), block(b)));
    }

    private static long block(Entry entry) {
        return entry.inclusion().orElseThrow().block();
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }
}
