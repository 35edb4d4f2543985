package cultivar.wallet.transaction;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.chain.Speed;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signing.Draft;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** A process that sends numbered sums from several threads, and that the test kills. */
public final class SenderProcess {
    static final char[] PASSWORD = "correct horse".toCharArray();
    static final Address BOB = Address.parse("0x00000000000000000000000000000000000000b0");

    private SenderProcess() {}

    /** Arguments: folder, the node's address, how many sums, how many threads. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Network network = Network.custom("mine", "My chain", 31_337, "ETH", arguments[1], null);
        try (ChainClient client = ChainClient.connect(network);
                UnlockedWallet wallet = vault(folder).unlock(PASSWORD)) {
            Outbox outbox = new Outbox(
                    folder.resolve("outbox"), client, new NetworkRules(true, null, null, 1), Clock.systemUTC());
            System.out.println("resumes");
            outbox.update();
            send(outbox, new AccountSigner(wallet, 0), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            outbox.update();
        }
    }

    static Vault vault(Path folder) {
        Path file = folder.resolve("wallet.json");
        if (Files.exists(file)) {
            return Vault.open(file);
        }
        try (Phrase phrase = Phrase.create()) {
            return Vault.create(file, PASSWORD, phrase, false);
        }
    }

    /** Sends each sum from 1 to the count that the outbox does not know yet, and waits for its block. */
    static void send(Outbox outbox, AccountSigner signer, int count, int threads) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread + 1;
                all.add(pool.submit(() -> {
                    for (int sum = first; sum <= count; sum += threads) {
                        sendOnce(outbox, signer, sum);
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    private static void sendOnce(Outbox outbox, AccountSigner signer, int sum) throws InterruptedException {
        String purpose = "sum " + sum;
        Set<String> known = outbox.entries().stream()
                .filter(entry -> !(entry.state() instanceof State.Refused))
                .map(Entry::purpose)
                .collect(Collectors.toSet());
        if (!known.contains(purpose)) {
            Entry sent = outbox.send(
                    outbox.prepare(signer.address(), Draft.coin(BOB, BigInteger.valueOf(sum)), Speed.USUAL, purpose),
                    signer,
                    null);
            outbox.await(sent.id(), Duration.ofMinutes(5));
        }
    }
}
