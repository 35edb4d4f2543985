package cultivar.app.publish;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Signature;
import cultivar.wallet.registry.AdapterFiles;
import cultivar.wallet.registry.BundleQueue;
import cultivar.wallet.registry.BundleStatement;
import cultivar.wallet.registry.FolderHash;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Publication;
import cultivar.wallet.registry.QueuedBundle;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.registry.RegistryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** Publications that were signed while their network did not answer, and what can be done with them. */
public final class PublishQueue {
    private final BundleQueue bundles;
    private final Chains chains;
    private final Clock clock;

    public PublishQueue(Path home, Chains chains, Clock clock) {
        this.bundles = new BundleQueue(home);
        this.chains = chains;
        this.clock = clock;
    }

    /** What is to be signed so that this waits for its network. */
    public BundleStatement statement(Path adapter, Manifest manifest, Network network) {
        return BundleQueue.statement(manifest, card(adapter, manifest), network, clock.instant());
    }

    /** Keeps what was signed, with all that it takes to send it. */
    public QueuedBundle.Sound add(Path adapter, Manifest manifest, BundleStatement statement, Signature signature) {
        return bundles.add(adapter, manifest, card(adapter, manifest), statement, signature);
    }

    /** The card that somebody wrote, else the one that is written from the manifest. */
    private static String card(Path adapter, Manifest manifest) {
        Path own = adapter.resolve("README.md");
        try {
            return new String(Files.readAllBytes(own), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return ModelCard.draft(manifest);
        } catch (IOException e) {
            throw new PublishException(own + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    /** What waits, as its files are now; asks no network. */
    public List<QueuedBundle> bundles() {
        return bundles.all();
    }

    /** What waits, and whether it can be sent now. Asks the networks. */
    public List<QueuedPublication> look() {
        return bundles.all().stream().map(this::look).toList();
    }

    private QueuedPublication look(QueuedBundle queued) {
        return switch (queued) {
            case QueuedBundle.Sound sound -> {
                String name = sound.bundle().statement().network();
                String label = chains.networks().all().stream()
                        .filter(network -> network.name().equals(name))
                        .map(Network::label)
                        .findFirst()
                        .orElse(name);
                yield new QueuedPublication(sound, label, state(sound));
            }
            case QueuedBundle.Damaged(String _, String _, List<String> damage) ->
                new QueuedPublication(
                        queued,
                        "",
                        new QueuedPublication.State.Stuck("It is not what was signed: " + String.join(", ", damage)
                                + ". Remove it and publish again."));
        };
    }

    private QueuedPublication.State state(QueuedBundle.Sound queued) {
        try {
            requireAdapter(queued);
            try (ChainClient client = chains.connect(network(queued))) {
                Publication publication = Registry.open(client).publication(queued.manifest());
                return new QueuedPublication.State.Ready(
                        publication.registered().isPresent()
                                ? 0
                                : publication.missing().size());
            }
        } catch (PublishException | RegistryException e) {
            return new QueuedPublication.State.Stuck(String.valueOf(e.getMessage()));
        } catch (ChainException e) {
            return new QueuedPublication.State.Waiting(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The publication of this id, when everything is as it was signed: its own files and its adapter's.
     *
     * @throws RegistryException that names what was changed in the queue
     * @throws PublishException that names what was changed about the adapter
     */
    public QueuedBundle.Sound require(String id) {
        QueuedBundle.Sound queued = bundles.sound(id);
        requireAdapter(queued);
        return queued;
    }

    private static void requireAdapter(QueuedBundle.Sound queued) {
        Path folder = queued.adapter();
        FolderHash found;
        try {
            found = AdapterFiles.hash(folder);
        } catch (RegistryException e) {
            throw new PublishException(e.getMessage() + " The queue has the files as they were signed.", e);
        }
        if (!found.hash().equals(queued.manifest().adapter().hash())) {
            String changed = queued.manifest().adapter().files().stream()
                    .filter(file -> !found.files().contains(file))
                    .map(file -> file.path())
                    .collect(Collectors.joining(", "));
            throw new PublishException("The adapter in " + folder + " was changed since it was queued: " + changed
                    + ". The queue has the files as they were signed; put them back, or remove it from the queue.");
        }
    }

    /**
     * The network that a publication waits for.
     *
     * @throws ChainException if this home knows none of that name and chain
     */
    public Network network(QueuedBundle.Sound queued) {
        BundleStatement statement = queued.bundle().statement();
        Network network = chains.networks().named(statement.network());
        if (network.chainId() != statement.chainId()) {
            throw new ChainException("It was signed for chain " + statement.chainId() + ", but " + network.label()
                    + " is chain " + network.chainId() + " now. Nothing was sent.");
        }
        return network;
    }

    /** Takes one out for good. */
    public void remove(String id) {
        bundles.remove(id);
    }
}
