package cultivar.app.publish;

import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.store.DatanetStore;
import cultivar.finetune.AdapterRecord;
import cultivar.finetune.EvaluationReport;
import cultivar.finetune.RunStore;
import cultivar.finetune.TrainedAdapter;
import cultivar.runtime.lora.PeftFolder;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.Networks;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.registry.AdapterFiles;
import cultivar.wallet.registry.Calls;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Publication;
import cultivar.wallet.registry.Registration;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.registry.RegistryException;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signer.Outgoing;
import cultivar.wallet.transaction.Outboxes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** Publishes finished adapters: writes the manifest, prepares the registration for its owner to look at, sends it. */
public final class PublishService {
    private final RunStore runs;
    private final Supplier<DatanetStore> datanets;
    private final Chains chains;
    private final Outboxes outboxes;
    private final Clock clock;

    public PublishService(RunStore runs, Supplier<DatanetStore> datanets, Chains chains, Clock clock) {
        this.runs = runs;
        this.datanets = datanets;
        this.chains = chains;
        this.outboxes = new Outboxes(chains, clock);
        this.clock = clock;
    }

    /** The networks, and what the user allows on them. */
    public Networks networks() {
        return chains.networks();
    }

    /** What was sent, network by network. */
    public Outboxes outboxes() {
        return outboxes;
    }

    /** The adapters of this studio, also those that lack something to be published. */
    public List<TrainedAdapter> adapters() {
        return runs.adapters();
    }

    /**
     * The manifest of an adapter as it would be registered now; writes nothing. Hashes all files of adapter and base.
     *
     * @throws PublishException if the adapter lacks its record, an evaluation or datanets
     */
    public Manifest draft(Path adapter, String name, String description, Address creator) {
        AdapterRecord record = record(adapter);
        EvaluationReport evaluation = record.evaluation();
        if (evaluation == null) {
            throw new PublishException("The adapter has not been evaluated. Evaluate it on held-out rows first.");
        }
        if (record.datanets().isEmpty()) {
            throw new PublishException("The adapter was trained on a plain file, which names no contributors."
                    + " Import the file into a datanet and train on that.");
        }
        return Manifest.of(
                name,
                description,
                new Manifest.Base(
                        record.baseName(),
                        AdapterFiles.hashBase(record.baseFolder()).hash()),
                AdapterFiles.hash(adapter),
                record.recipe().toJson(),
                record.datanets().stream().map(source -> datanet(source.ref())).toList(),
                new Manifest.Evaluation(evaluation.rows(), scores(evaluation.base()), scores(evaluation.adapter())),
                clock.instant(),
                creator);
    }

    private static AdapterRecord record(Path adapter) {
        if (!PeftFolder.isAdapter(adapter)) {
            throw new PublishException("There is no adapter in " + adapter + ". Name an adapter of this studio.");
        }
        return AdapterRecord.read(adapter)
                .orElseThrow(() -> new PublishException("The adapter in " + adapter
                        + " was trained elsewhere, so nothing is known of its data. Train it in the studio."));
    }

    private static Manifest.Scores scores(EvaluationReport.Side side) {
        return new Manifest.Scores(side.exactMatch(), side.loss());
    }

    private Manifest.Datanet datanet(DatanetVersionRef ref) {
        DatanetVersion version = datanets.get().version(ref);
        return new Manifest.Datanet(
                ref.name(),
                ref.number(),
                version.root().toString(),
                version.rows(),
                version.shares().stream()
                        .map(share ->
                                new Manifest.Contributor(share.contributor().toString(), share.rows()))
                        .toList(),
                version.licences().stream().map(licence -> licence.name()).toList());
    }

    /** A connection to a network; the caller closes it. */
    public ChainClient connect(Network network) {
        return chains.connect(network);
    }

    /**
     * Signs and sends everything that is missing on the chain. The manifest is written beside the adapter before
     * anything leaves, since a registration whose manifest is lost can never be verified.
     *
     * @param client stays open and the caller's
     * @param account place of the account in the wallet
     * @param approvals gives for each transaction that the password was given for a sum above the limits; null if it was
     *     not
     */
    public Registration send(
            Path adapter,
            ChainClient client,
            Publication publication,
            int account,
            UnlockedWallet wallet,
            Supplier<@Nullable Approval> approvals)
            throws InterruptedException {
        writePending(adapter, publication.manifest());
        Registration registration =
                publication.send(account, outboxes.of(client), new AccountSigner(wallet, account), approvals);
        keep(adapter, publication.manifest(), registration);
        return registration;
    }

    /**
     * What is to be signed first; nothing if it was registered before and only its note was missing.
     *
     * @throws cultivar.wallet.registry.RegistryException if the adapter is registered already
     */
    public PublishStep begin(Path adapter, Network network, Manifest manifest) {
        try (ChainClient client = chains.connect(network)) {
            Optional<Registration> before = noted(adapter, client, manifest);
            if (before.isPresent()) {
                return new PublishStep.Done(before.get());
            }
            Publication publication = publication(client, manifest);
            return next(client, publication, publication.missing());
        }
    }

    /**
     * Signs and sends one step, and says what comes after it.
     *
     * @param outgoing what the wallet's owner agreed to, for the step's call
     * @param approval that the password was given for a sum above the limits; null if it was not
     */
    public PublishStep send(
            Path adapter,
            Network network,
            Manifest manifest,
            PublishStep.Next step,
            Outgoing outgoing,
            AccountSigner signer,
            @Nullable Approval approval)
            throws InterruptedException {
        try (ChainClient client = chains.connect(network)) {
            Publication publication = publication(client, manifest);
            writePending(adapter, manifest);
            TransactionReceipt receipt = new Calls(client).send(outgoing, outboxes.of(client), signer, approval);
            return after(adapter, client, publication, step, publication.made(step.step(), receipt));
        }
    }

    /** Waits for a step that was sent before, and says what comes after it. */
    public PublishStep goOn(Path adapter, Network network, Manifest manifest, PublishStep.Next step)
            throws InterruptedException {
        try (ChainClient client = chains.connect(network)) {
            Publication publication = publication(client, manifest);
            TransactionReceipt receipt = new Calls(client).await(step.sent().orElseThrow(), outboxes.of(client));
            return after(adapter, client, publication, step, publication.made(step.step(), receipt));
        }
    }

    private PublishStep after(
            Path adapter,
            ChainClient client,
            Publication publication,
            PublishStep.Next step,
            Optional<Registration> made) {
        if (made.isEmpty()) {
            return next(client, publication, publication.missingAfter(step.step()));
        }
        keep(adapter, publication.manifest(), made.get());
        return new PublishStep.Done(made.get());
    }

    /**
     * Writes the note of a registration from what the chain says, where the studio was killed after the block and before
     * the note. Only by this manifest or the one that was kept before anything left, and only if the files are still what
     * it says.
     *
     * @return the registration; empty if there is a note already, or nothing to write one of
     */
    public Optional<Registration> noted(Path adapter, ChainClient client, Manifest manifest) {
        Optional<Registration> same = publication(client, manifest).registered();
        if (same.isPresent()) {
            keep(adapter, manifest, same.get());
            return same;
        }
        if (RegistrationFile.read(adapter).isPresent()) {
            return Optional.empty();
        }
        for (Path file : List.of(pending(adapter), adapter.resolve(Manifest.FILE_NAME))) {
            Optional<Manifest> kept = kept(file);
            Optional<Registration> found =
                    kept.flatMap(known -> publication(client, known).registered());
            if (found.isPresent()
                    && AdapterFiles.hash(adapter)
                            .hash()
                            .equals(kept.orElseThrow().adapter().hash())) {
                keep(adapter, kept.orElseThrow(), found.get());
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Manifest> kept(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(Manifest.read(file)) : Optional.empty();
        } catch (RegistryException e) {
            return Optional.empty(); // nothing was ever registered by a manifest that is none
        }
    }

    /** What a registration takes. */
    public Publication publication(ChainClient client, Manifest manifest) {
        return Registry.open(client).publication(manifest);
    }

    private PublishStep.Next next(ChainClient client, Publication publication, List<Publication.Step> steps) {
        BigInteger needed = publication.maxFee(steps);
        boolean poor =
                client.balance(Address.parse(publication.manifest().creator())).compareTo(needed) < 0;
        return new PublishStep.Next(
                steps.getFirst(),
                publication.call(steps.getFirst()),
                steps.size(),
                poor,
                publication.waiting(steps.getFirst(), outboxes.of(client)));
    }

    private static Path pending(Path adapter) {
        return adapter.resolve(Manifest.FILE_NAME + ".pending");
    }

    private static void writePending(Path adapter, Manifest manifest) {
        RegistrationFile.writeWhole(pending(adapter), manifest.bytes());
    }

    private static void keep(Path adapter, Manifest manifest, Registration registration) {
        RegistrationFile.writeWhole(adapter.resolve(Manifest.FILE_NAME), manifest.bytes());
        RegistrationFile.write(adapter, registration);
        ModelCard.write(adapter, manifest, registration);
        deleteQuietly(pending(adapter));
    }

    private static void deleteQuietly(Path file) {
        // The manifest is in its place by now; a leftover copy does no harm.
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
