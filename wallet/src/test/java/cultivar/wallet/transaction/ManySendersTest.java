package cultivar.wallet.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.DevChain;
import cultivar.wallet.chain.MisbehavingNode;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.signer.AccountSigner;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
            try (MisbehavingNode node = MisbehavingNode.over(chain)) {
                for (int round = 0; round < KILLS; round++) {
                    Process process = start(node);
                    awaitResume(process);
                    int enough = 1 + round * (SENDS - 1) / (KILLS + 1);
                    while (process.isAlive() && signed() < enough) {
                        Thread.sleep(10);
                    }
                    // Some transactions later, at any point of one.
                    Thread.sleep(random.nextInt(40));
                    assertThat(process.isAlive())
                            .as("killed in the middle, in round %d", round)
                            .isTrue();
                    process.destroyForcibly().waitFor();
                    assertThat(signed()).isBetween(enough, SENDS - 1);
                }
                assertThat(start(node).waitFor()).isZero();
                try (ChainClient client = ChainClient.connect(node.network())) {
                    Outbox outbox = new Outbox(
                            folder.resolve("outbox"), client, new NetworkRules(true, null, null, 1), Clock.systemUTC());
                    outbox.update();
                    everySumArrivedOnce(client, outbox, signer.address());
                }
            }
            System.out.printf("%d transactions, killed %d times%n", SENDS, KILLS);
        }
    }

    /** How many transactions are written down. */
    private int signed() throws IOException {
        try (Stream<Path> journals = Files.list(folder.resolve("outbox"))) {
            int found = 0;
            for (Path journal :
                    journals.filter(file -> file.toString().endsWith(".jsonl")).toList()) {
                found += (int) Files.readString(journal)
                        .lines()
                        .filter(line -> line.contains("\"SIGNED\""))
                        .count();
            }
            return found;
        } catch (NoSuchFileException e) {
            return 0;
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
        // A log may say something about itself before.
        assertThat(process.inputReader().lines().anyMatch("resumes"::equals)).isTrue();
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
