package cultivar.app.shell;

import cultivar.app.chat.ChatAdapter;
import cultivar.app.datanets.Datanets;
import cultivar.app.datanets.EngineModels;
import cultivar.app.engine.WindowModels;
import cultivar.app.home.Home;
import cultivar.app.hub.HomeModels;
import cultivar.app.publish.PublishException;
import cultivar.app.publish.PublishQueue;
import cultivar.app.publish.PublishService;
import cultivar.app.publish.RegistrationFile;
import cultivar.app.publish.VerifyService;
import cultivar.datanet.DatanetException;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.LocalModels;
import cultivar.datanet.store.DatanetStore;
import cultivar.finetune.AdapterRecord;
import cultivar.finetune.RunService;
import cultivar.finetune.RunStore;
import cultivar.finetune.TrainedAdapter;
import cultivar.runtime.client.EngineJobs;
import cultivar.runtime.job.JobException;
import cultivar.runtime.job.Jobs;
import cultivar.runtime.lora.AdapterException;
import cultivar.runtime.lora.PeftFolder;
import cultivar.ui.task.SingleWorker;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.Networks;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Registration;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.registry.RegistryException;
import cultivar.wallet.rewards.TreeFolder;
import cultivar.wallet.signing.AddressBook;
import cultivar.wallet.signing.Reviewer;
import cultivar.wallet.transaction.Change;
import cultivar.wallet.transaction.Outboxes;
import cultivar.wallet.view.Registrations;
import cultivar.wallet.view.SentEntry;
import cultivar.wallet.view.WalletHome;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is open while the studio's home is: datanets, runs, chains, and the list of what was sent. */
final class HomeServices {
    private static final Logger LOG = LoggerFactory.getLogger(HomeServices.class);
    private static final int EXAMPLES = 4;
    private static final int LOOKED_AT = 40;
    private static final int LONGEST_EXAMPLE = 60;

    private final DatanetStore datanets;
    private final RunService runs;
    private final SingleWorker worker;
    private final KeptChats chats;
    private final Chains chains;
    private final VerifyService verifier;
    private final LocalPublisher publisher;
    private final PublishQueue queue;
    private final Outboxes outboxes;
    private final WalletHome wallet;
    private final Duration locksAfter;
    private @Nullable Reviewer reviewer;

    private HomeServices(Home home, DatanetStore datanets, BaseModels models, EngineJobs jobs) {
        this.datanets = datanets;
        this.worker = new SingleWorker("runs");
        this.chats = new KeptChats(home.chats());
        this.runs = new RunService(new RunStore(home.root()), models, () -> datanets, jobs, worker);
        // An engine that another studio left is joined, and a queue that waits is gone on with.
        worker.execute(() -> attach(jobs));
        this.chains = Registry.chains(home.root());
        this.verifier = new VerifyService(() -> datanets, chains);
        PublishService service = new PublishService(runs.store(), () -> datanets, chains, Clock.systemUTC());
        this.queue = new PublishQueue(home.root(), chains, Clock.systemUTC());
        this.outboxes = service.outboxes();
        this.wallet = new WalletHome(
                chains,
                service.outboxes(),
                AddressBook.open(home.wallet().resolve("address-book.json")),
                home.wallet().resolve("settings.json"));
        this.locksAfter = wallet.preferences().locksAfter();
        this.publisher = new LocalPublisher(runs.store(), datanets, models, service, verifier);
    }

    private static void attach(EngineJobs jobs) {
        try {
            jobs.attach();
        } catch (JobException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /** Opens the home; the datanets in the box are put there the first time. Blocks. */
    static HomeServices open(Home home, BaseModels models, EngineJobs jobs) {
        DatanetStore store = Datanets.open(home.make());
        try {
            return new HomeServices(home, store, models, jobs);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** The models of this home, as datanets ask them. */
    LocalModels asked(HomeModels home, BaseModels bases, WindowModels models) {
        return new EngineModels(bases, home, models, runs.store()::adapters);
    }

    DatanetStore datanets() {
        return datanets;
    }

    KeptChats chats() {
        return chats;
    }

    RunService runs() {
        return runs;
    }

    Chains chains() {
        return chains;
    }

    VerifyService verifier() {
        return verifier;
    }

    /** What was registered from this home, by window or command line; one damaged file hides nothing else. */
    Registrations registered() {
        return registered(runs.store().adapters(), chains.networks());
    }

    static Registrations registered(List<TrainedAdapter> adapters, Networks networks) {
        List<SentEntry> found = new ArrayList<>();
        List<String> damages = new ArrayList<>();
        for (TrainedAdapter adapter : adapters) {
            Path folder = adapter.folder();
            try {
                RegistrationFile.read(folder)
                        .ifPresent(registration -> found.add(entry(networks, adapter.name(), folder, registration)));
            } catch (PublishException e) {
                damages.add(String.valueOf(e.getMessage()));
            }
        }
        found.sort(Comparator.comparing(SentEntry::when).reversed());
        return new Registrations(found, damages);
    }

    /** The adapters that were registered from this home, by their hashes. */
    Map<String, String> adapterNames() {
        return registered().entries().stream()
                .collect(Collectors.toMap(SentEntry::token, SentEntry::adapter, (one, other) -> one));
    }

    /** The trees of rewards in this home. */
    TreeFolder trees() {
        return new TreeFolder(chains.home());
    }

    static SentEntry entry(Networks networks, String adapter, Path folder, Registration registration) {
        // The user may have removed the network since.
        String coin = networks.all().stream()
                .filter(network -> network.name().equals(registration.network()))
                .map(Network::coin)
                .findFirst()
                .orElse("");
        String name = adapter;
        Instant when = Instant.EPOCH;
        try {
            Manifest manifest = Manifest.read(folder.resolve(Manifest.FILE_NAME));
            name = manifest.name();
            when = Instant.parse(manifest.created());
        } catch (RegistryException e) {
            LOG.debug("The manifest in {} cannot be read; verifying will say so", folder, e);
        }
        return new SentEntry(
                when,
                name,
                folder,
                registration.network(),
                registration.transaction(),
                registration.token(),
                registration.block(),
                Coins.text(registration.fee(), coin).strip());
    }

    /** Goes on with what was sent and is not settled: gives what changed since the last look. Blocks. */
    List<Change> resume() {
        return outboxes.resume();
    }

    /** What the wallet keeps beside its keys. */
    WalletHome wallet() {
        return wallet;
    }

    /** After how long without use the wallet locks itself, as it was chosen when the home was opened. */
    Duration locksAfter() {
        return locksAfter;
    }

    /** Looks at what is to be signed. Blocks, the first time for the descriptions of the contracts. */
    synchronized Reviewer reviewer() {
        if (reviewer == null) {
            reviewer = new Reviewer(chains);
        }
        return reviewer;
    }

    LocalPublisher publisher() {
        return publisher;
    }

    /** What was signed and waits for its network. */
    PublishQueue queue() {
        return queue;
    }

    /** The adapters that can be talked to, newest first. */
    List<ChatAdapter> adapters() {
        return runs.store().adapters().stream()
                .sorted(Comparator.comparing((TrainedAdapter adapter) ->
                                adapter.record().map(AdapterRecord::finished).orElse(Instant.EPOCH))
                        .reversed())
                .map(this::chatAdapter)
                .toList();
    }

    private ChatAdapter chatAdapter(TrainedAdapter adapter) {
        return new ChatAdapter(
                adapter.name(),
                adapter.folder(),
                examples(adapter.record()),
                adapter.record()
                        .map(record -> new ChatAdapter.Base(record.baseName(), record.baseFolder()))
                        .or(() -> namedBase(adapter.folder()))
                        .orElse(null),
                fixed(adapter.folder()));
    }

    /** The base that an adapter which was trained elsewhere names in its configuration. */
    private static Optional<ChatAdapter.Base> namedBase(Path folder) {
        try {
            return PeftFolder.base(folder).map(name -> new ChatAdapter.Base(name, Path.of(name)));
        } catch (AdapterException | InvalidPathException e) {
            // Who asks it is told what is damaged.
            return Optional.empty();
        }
    }

    /** Whether an adapter's rows have learnt lengths, which no strength can change. */
    private static boolean fixed(Path folder) {
        try {
            return PeftFolder.config(folder).dora();
        } catch (AdapterException e) {
            // Who asks it is told what is damaged.
            return false;
        }
    }

    /** Questions of the datanet's held-out rows, which the adapter has never seen; the short ones read best. */
    private List<String> examples(Optional<AdapterRecord> record) {
        if (record.isEmpty() || record.get().datanets().isEmpty()) {
            return List.of();
        }
        String name = record.get().datanets().getFirst().ref().name();
        try (Stream<StoredRow> rows = datanets.heldOut(name)) {
            return rows.limit(LOOKED_AT)
                    .map(row -> question(row.contribution().messages()))
                    .filter(text -> !text.isEmpty() && text.length() <= LONGEST_EXAMPLE)
                    .limit(EXAMPLES)
                    .toList();
        } catch (DatanetException e) {
            // An adapter answers without the datanet that it was trained on, which may be on another machine.
            LOG.debug("{} has no examples: {}", name, e.getMessage());
            return List.of();
        }
    }

    private static String question(List<Message> messages) {
        return messages.stream()
                .filter(message -> message.role() == Role.USER)
                .map(Message::content)
                .findFirst()
                .orElse("");
    }

    /** Closes everything. Blocks while a run that is to stop is saved. */
    void close(Jobs.OnClose what) {
        runs.close(what);
        worker.close();
        chats.close();
        datanets.close();
    }
}
