package cultivar.wallet.registry;

import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Signature;
import cultivar.wallet.file.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Publications of a home that were signed while their network did not answer. Each lies in a folder that is named by its
 * hash: the manifest, the model card, the adapter's files, and what its builder signed about them. No transaction is
 * among them, since its nonce and its fee are only known when it is sent.
 */
public final class BundleQueue {
    private static final String BEGUN = ".new-";

    private final Path folder;

    /** The queue of a home; reads nothing yet. */
    public BundleQueue(Path home) {
        this.folder = home.resolve("publish-queue");
    }

    /** What is to be signed, so that this can be sent on that network later. */
    public static BundleStatement statement(Manifest manifest, String card, Network network, Instant now) {
        return new BundleStatement(
                manifest.name(),
                network.name(),
                network.chainId(),
                manifest.creator(),
                manifest.hash(),
                FolderHash.of(files(manifest, card)).hash(),
                now.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static List<FileEntry> files(Manifest manifest, String card) {
        List<FileEntry> files = new ArrayList<>(manifest.adapter().files());
        files.add(FileEntry.of(Manifest.FILE_NAME, manifest.bytes()));
        files.add(FileEntry.of(Bundle.CARD, card.getBytes(StandardCharsets.UTF_8)));
        files.sort(Comparator.comparing(FileEntry::path));
        return files;
    }

    /**
     * Puts a publication into the queue; all of it or nothing.
     *
     * @param adapter the adapter's folder, whose files are copied
     * @param statement as {@link #statement} made it for this manifest and card
     * @param signature under it, by the manifest's creator
     * @throws RegistryException if it is another's signature, the adapter is not what the manifest says, or it cannot be
     *     written
     */
    public QueuedBundle.Sound add(
            Path adapter, Manifest manifest, String card, BundleStatement statement, Signature signature) {
        Address creator = Address.parse(manifest.creator());
        if (Bundle.signer(statement, signature).filter(creator::equals).isEmpty()) {
            throw new RegistryException("The signature is not by " + creator + ". Nothing was queued; sign again.");
        }
        Bundle bundle = new Bundle(
                Bundle.SCHEMA,
                statement,
                files(manifest, card),
                adapter.toAbsolutePath().normalize().toString(),
                Hex.encode(signature.bytes()));
        try {
            String id = write(bundle, adapter, manifest, card);
            return sound(id);
        } catch (IOException e) {
            throw new RegistryException(
                    "The publication could not be queued in " + folder + ": " + e.getMessage()
                            + ". Nothing was queued; free some space.",
                    e);
        }
    }

    private String write(Bundle bundle, Path adapter, Manifest manifest, String card) throws IOException {
        PrivateFiles.createFolder(folder);
        Path begun = Files.createTempDirectory(folder, BEGUN);
        try {
            for (FileEntry file : manifest.adapter().files()) {
                Files.copy(adapter.resolve(file.path()), begun.resolve(file.path()));
            }
            PrivateFiles.write(begun.resolve(Manifest.FILE_NAME), manifest.bytes());
            PrivateFiles.write(begun.resolve(Bundle.CARD), card.getBytes(StandardCharsets.UTF_8));
            PrivateFiles.write(begun.resolve(Bundle.FILE_NAME), bundle.bytes());
            String id = Bundle.hash(bundle.bytes());
            List<String> damage = BundleInspection.of(begun, id).damage();
            if (!damage.isEmpty()) {
                throw new RegistryException("The adapter in " + adapter + " was changed while it was queued: "
                        + String.join(", ", damage) + ". Nothing was queued; publish it again.");
            }
            if (!Files.isDirectory(folder.resolve(id))) { // else the very same is there already
                Files.move(begun, folder.resolve(id), StandardCopyOption.ATOMIC_MOVE);
            }
            return id;
        } finally {
            delete(begun);
        }
    }

    /** All of it, what was signed first first, each as its files are now. */
    public List<QueuedBundle> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(each -> Hex.isBytes(String.valueOf(each.getFileName()), 32))
                    .map(each -> find(String.valueOf(each.getFileName())))
                    .sorted(Comparator.comparing(BundleQueue::when).thenComparing(QueuedBundle::id))
                    .toList();
        } catch (IOException e) {
            throw new RegistryException("The queue in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String when(QueuedBundle queued) {
        return switch (queued) {
            case QueuedBundle.Sound sound -> sound.bundle().statement().signed();
            case QueuedBundle.Damaged _ -> "";
        };
    }

    private QueuedBundle find(String id) {
        BundleInspection found = BundleInspection.of(folder.resolve(id), id);
        return found.sound()
                .<QueuedBundle>map(sound -> sound)
                .orElseGet(() -> new QueuedBundle.Damaged(id, found.name(), found.damage()));
    }

    /**
     * The publication of this id, exactly as it was signed.
     *
     * @throws RegistryException that names what was changed, or says that there is none
     */
    public QueuedBundle.Sound sound(String id) {
        if (!Hex.isBytes(id, 32) || !Files.isDirectory(folder.resolve(id))) {
            throw new RegistryException("There is no publication \"" + id + "\" in the queue.");
        }
        return switch (find(id)) {
            case QueuedBundle.Sound sound -> sound;
            case QueuedBundle.Damaged(String _, String name, List<String> damage) ->
                throw new RegistryException("The queued publication " + name + " is not what was signed: "
                        + String.join(", ", damage) + ". Nothing was sent; remove it and publish again.");
        };
    }

    /**
     * Takes something out of the queue for good.
     *
     * @throws RegistryException if it cannot be deleted
     */
    public void remove(String id) {
        try {
            Path begun = Files.createTempDirectory(folder, BEGUN);
            // Out of sight in one step: half of a bundle would look like a damaged one.
            Files.move(folder.resolve(id), begun.resolve(id), StandardCopyOption.ATOMIC_MOVE);
            delete(begun.resolve(id));
            delete(begun);
        } catch (IOException e) {
            throw new RegistryException(
                    "The publication could not be taken out of " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    private static void delete(Path begun) throws IOException {
        if (!Files.isDirectory(begun)) {
            return;
        }
        try (Stream<Path> files = Files.walk(begun)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
