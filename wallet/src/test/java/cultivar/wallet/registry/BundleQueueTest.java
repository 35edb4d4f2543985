package cultivar.wallet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Signature;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is queued is exactly what was signed, or it is told what is not. */
class BundleQueueTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:30:15.7Z");
    private static final int STRIDE = Integer.getInteger("cultivar.verify.stride", 17);
    private static final String CARD = "# Tiny\n\nA card.\n";
    private static final Network NETWORK = Network.custom(
            "mine",
            "My chain",
            777,
            "ETH",
            "https://example.org",
            Network.demoChain().contracts());

    @TempDir
    Path home;

    private UnlockedWallet wallet;
    private TinyAdapter tiny;
    private Manifest manifest;
    private BundleQueue queue;

    @BeforeEach
    void unlock() throws IOException {
        try (Phrase phrase = Phrase.create()) {
            char[] password = "correct horse".toCharArray();
            wallet = Vault.create(home.resolve("wallet/wallet.json"), password, phrase, true)
                    .unlock(password);
        }
        tiny = TinyAdapter.write(home);
        manifest = tiny.manifest(wallet.address(0));
        queue = new BundleQueue(home);
    }

    @AfterEach
    void lock() {
        wallet.close();
    }

    private QueuedBundle.Sound add() {
        BundleStatement statement = BundleQueue.statement(manifest, CARD, NETWORK, NOW);
        return queue.add(tiny.folder(), manifest, CARD, statement, sign(statement));
    }

    private Signature sign(BundleStatement statement) {
        return wallet.signTypedData(0, statement.typedData());
    }

    private Path place(QueuedBundle queued) {
        return home.resolve("publish-queue").resolve(queued.id());
    }

    @Test
    void keepsAllThatWillBeRegistered() throws IOException {
        assertThat(queue.all()).isEmpty();
        QueuedBundle.Sound queued = add();

        assertThat(place(queued))
                .isDirectoryContaining("glob:**bundle.json")
                .isDirectoryContaining("glob:**adapter_config.json")
                .isDirectoryContaining("glob:**adapter_model.safetensors");
        assertThat(place(queued).resolve("cultivar-manifest.json")).hasBinaryContent(manifest.bytes());
        assertThat(place(queued).resolve("README.md")).hasContent(CARD);
        assertThat(queue.all()).containsExactly(queued);
        assertThat(queued.manifest()).isEqualTo(manifest);
        assertThat(queued.adapter()).isEqualTo(tiny.folder().toAbsolutePath());
        BundleStatement statement = queued.bundle().statement();
        assertThat(statement.network()).isEqualTo("mine");
        assertThat(statement.chainId()).isEqualTo(777);
        assertThat(statement.manifest()).isEqualTo(manifest.hash());
        assertThat(statement.signed()).isEqualTo("2026-11-28T09:30:15Z");
        assertThat(queued.bundle().signer()).contains(wallet.address(0));

        assertThat(add()).as("the very same is there once").isEqualTo(queued);
        assertThat(queue.all()).hasSize(1);
    }

    @Test
    void whatIsTakenOutIsGone() {
        QueuedBundle.Sound queued = add();
        queue.remove(queued.id());

        assertThat(queue.all()).isEmpty();
        assertThat(home.resolve("publish-queue")).isEmptyDirectory();
        assertThat(tiny.folder()).isNotEmptyDirectory();
        assertThatThrownBy(() -> queue.sound(queued.id())).hasMessageContaining("There is no publication");
        assertThatThrownBy(() -> queue.sound("../wallet")).hasMessageContaining("There is no publication");
    }

    @Test
    void anothersSignatureIsNotTaken() {
        BundleStatement statement = BundleQueue.statement(manifest, CARD, NETWORK, NOW);
        BundleStatement elsewhere = BundleQueue.statement(manifest, CARD, NETWORK, NOW.plusSeconds(1));

        assertThatThrownBy(() -> queue.add(tiny.folder(), manifest, CARD, statement, sign(elsewhere)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll("The signature is not by " + manifest.creator(), "Nothing was queued");
        assertThat(queue.all()).isEmpty();
    }

    @Test
    void anAdapterThatChangedMeanwhileIsNotQueued() throws IOException {
        BundleStatement statement = BundleQueue.statement(manifest, CARD, NETWORK, NOW);
        Files.writeString(tiny.folder().resolve("adapter_config.json"), "{}");

        assertThatThrownBy(() -> queue.add(tiny.folder(), manifest, CARD, statement, sign(statement)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll("adapter_config.json was changed", "Nothing was queued");
        assertThat(home.resolve("publish-queue")).isEmptyDirectory();
    }

    /** Many bytes of every file; all of them with {@code -Dcultivar.verify.stride=1}. */
    @Test
    void everyChangedByteIsFoundAndItsFileNamed() throws IOException {
        QueuedBundle.Sound queued = add();
        int changed = 0;
        for (Path file : files(place(queued))) {
            byte[] whole = Files.readAllBytes(file);
            for (int at = 0; at < whole.length; at += STRIDE) {
                for (int bit : new int[] {1, 128}) {
                    byte[] other = whole.clone();
                    other[at] ^= (byte) bit;
                    Files.write(file, other);
                    assertThat(damage(queued))
                            .as("%s, byte %d", file, at)
                            .anyMatch(line -> line.startsWith(String.valueOf(file.getFileName())));
                    changed++;
                }
            }
            Files.write(file, whole);
        }
        assertThat(changed).isGreaterThan(4_000 / STRIDE);
        assertThat(queue.sound(queued.id())).isEqualTo(queued);
    }

    @Test
    void whatIsMissingShortenedOrAddedIsNamed() throws IOException {
        QueuedBundle.Sound queued = add();
        for (Path file : files(place(queued))) {
            String name = String.valueOf(file.getFileName());
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length - 1));
            assertThat(damage(queued)).anyMatch(line -> line.startsWith(name + " "));
            Files.delete(file);
            assertThat(damage(queued)).anyMatch(line -> line.startsWith(name + " is missing"));
            Files.write(file, whole);
        }
        Files.writeString(place(queued).resolve("more.txt"), "more");
        assertThat(damage(queued)).containsExactly("more.txt does not belong to it");
        assertThatThrownBy(() -> queue.sound(queued.id()))
                .hasMessageContainingAll(
                        "The queued publication Tiny", "more.txt does not belong to it", "Nothing was sent");
    }

    /** Whoever writes the bundle and its hash anew still lacks the signature. */
    @Test
    void aBundleThatIsWrittenAnewIsNotSigned() throws IOException {
        QueuedBundle.Sound queued = add();
        BundleStatement signed = queued.bundle().statement();
        Bundle forged = new Bundle(
                Bundle.SCHEMA,
                new BundleStatement(
                        signed.name(),
                        "sepolia",
                        11_155_111,
                        signed.creator(),
                        signed.manifest(),
                        signed.contents(),
                        signed.signed()),
                queued.bundle().files(),
                queued.bundle().folder(),
                queued.bundle().signature());
        Files.write(place(queued).resolve("bundle.json"), forged.bytes());
        Files.move(place(queued), place(queued).resolveSibling(Bundle.hash(forged.bytes())));

        assertThat(queue.all())
                .singleElement()
                .isInstanceOfSatisfying(
                        QueuedBundle.Damaged.class,
                        damaged -> assertThat(damaged.damage())
                                .containsExactly("bundle.json is not signed by " + manifest.creator()));
    }

    private List<String> damage(QueuedBundle queued) {
        List<QueuedBundle> all = queue.all();
        assertThat(all).hasSize(1);
        assertThat(all.getFirst().id()).isEqualTo(queued.id());
        return all.getFirst() instanceof QueuedBundle.Damaged damaged ? damaged.damage() : List.of();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }
}
