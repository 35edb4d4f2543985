package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.app.publish.PublishQueue;
import cultivar.app.publish.PublishService;
import cultivar.finetune.AdapterRecord;
import cultivar.finetune.Evaluation;
import cultivar.finetune.EvaluationReport;
import cultivar.finetune.RunStore;
import cultivar.finetune.TrainingRows;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.UnreachableException;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Registration;
import cultivar.wallet.registry.Registry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Registers an adapter on a chain. */
@Command(
        name = "publish",
        description = "Registers an adapter on a chain, after showing what will be signed.",
        mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @Parameters(paramLabel = "ADAPTER", arity = "0..1", description = "An adapter's name or folder.")
    private @Nullable String adapter;

    @Option(names = "--network", defaultValue = "demo", description = "Default: the demo chain on this machine.")
    @SuppressWarnings("NullAway.Init")
    private String network;

    @Option(names = "--name", description = "What it is called; the folder's name if left out.")
    private @Nullable String name;

    @Option(names = "--description", defaultValue = "", description = "What it is for.")
    @SuppressWarnings("NullAway.Init")
    private String description;

    @Mixin
    private final PasswordOption password = new PasswordOption();

    @Mixin
    private final LimitOption limits = new LimitOption();

    @Option(names = "--yes", description = "Sign without asking.")
    private boolean yes;

    @Option(
            names = "--queue",
            description = "If the network does not answer: sign it now, and keep it to be sent with --queued.")
    private boolean queue;

    @Option(names = "--queued", description = "Send what is in the queue, as far as its network answers.")
    private boolean queued;

    @Option(names = "--unqueue", paramLabel = "ID", description = "Take a publication out of the queue for good.")
    private @Nullable String unqueue;

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = cli.terminal();
        Home home = cli.home().make();
        Chains chains = Registry.chains(home.root());
        if (queued || unqueue != null) {
            return queue(terminal, home, chains);
        }
        if (adapter == null) {
            throw new CommandException("Name an adapter to publish, or send what is in the queue with --queued.");
        }
        Path folder = ModelOptions.adapterFolder(home, adapter);
        Network where = chains.networks().named(network);
        RunStore store = new RunStore(home.root());
        try (TrainCommand.LazyDatanets datanets = new TrainCommand.LazyDatanets(home)) {
            evaluateIfNeeded(terminal, home, store, datanets, folder);
            PublishService service = new PublishService(store, datanets::get, chains, Clock.systemUTC());
            try (Signer signer = signer(terminal, home, where, chains)) {
                Publishing publishing = new Publishing(service, signer);
                Manifest manifest = publishing.draft(folder, title(folder), description);
                Registration registration;
                try {
                    registration = publishing.register(
                            folder, where, manifest, outlook -> look(terminal, where, outlook, signer));
                } catch (UnreachableException e) {
                    QueueCommands commands = new QueueCommands(terminal, service, queueOf(home, chains), yes);
                    commands.keep(folder, where, manifest, signer, queue, e);
                    return 0;
                }
                told(terminal, where, registration);
                if (terminal.json()) {
                    terminal.result(figures(registration));
                }
                return 0;
            }
        }
    }

    private int queue(Terminal terminal, Home home, Chains chains) throws InterruptedException {
        if (adapter != null) {
            throw new CommandException("Name no adapter with --queued or --unqueue; the queue knows its own.");
        }
        try (TrainCommand.LazyDatanets datanets = new TrainCommand.LazyDatanets(home)) {
            PublishService service =
                    new PublishService(new RunStore(home.root()), datanets::get, chains, Clock.systemUTC());
            QueueCommands commands = new QueueCommands(terminal, service, queueOf(home, chains), yes);
            if (unqueue != null) {
                commands.remove(unqueue);
                return 0;
            }
            return commands.send(() -> Signer.unlock(home, password.read(), limits)) ? 0 : Cli.FAILED;
        }
    }

    private static PublishQueue queueOf(Home home, Chains chains) {
        return new PublishQueue(home.root(), chains, Clock.systemUTC());
    }

    static void told(Terminal terminal, Network where, Registration registration) {
        terminal.line("Registered as token " + registration.token() + " on " + where.label());
        terminal.line("transaction " + registration.transaction());
    }

    private String title(Path folder) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return name != null ? name : last == null ? "adapter" : last.toString();
    }

    private static void evaluateIfNeeded(
            Terminal terminal, Home home, RunStore store, TrainCommand.LazyDatanets datanets, Path folder) {
        Optional<AdapterRecord> record = AdapterRecord.read(folder);
        if (record.isEmpty()
                || record.get().evaluation() != null
                || record.get().datanets().isEmpty()) {
            // What is missing otherwise is said when the manifest is drafted.
            return;
        }
        terminal.say("The adapter has not been compared with its base yet; doing that first.");
        try (OneModel models = new OneModel(home);
                ProgressLine progress = terminal.progress("compare")) {
            EvaluationReport report = Evaluation.compare(
                    models.open(record.get().baseFolder().toString()),
                    folder,
                    TrainingRows.heldOut(datanets.get(), record.get().recipe().datanet()),
                    (done, total) -> progress.update(done, total, done + " of " + total + " answers"));
            store.recordEvaluation(record.get().run(), report);
        }
    }

    private Signer signer(Terminal terminal, Home home, Network where, Chains chains) {
        if (Vault.exists(home.vault())) {
            return Signer.unlock(home, password.read(), limits);
        }
        if (!where.isEmbedded()) {
            throw new CommandException(
                    "There is no wallet in " + home.wallet() + ". Create one with `cultivar wallet create`.");
        }
        terminal.say("There is no wallet in this home, so a throw-away demo wallet signs.");
        return Signer.throwaway(home, chains.demoChain());
    }

    private void look(Terminal terminal, Network where, Publishing.Outlook outlook, Signer signer) {
        look(terminal, where, outlook, yes || signer.isDemo());
    }

    /** Shows what would be signed, and asks. */
    static void look(Terminal terminal, Network where, Publishing.Outlook outlook, boolean agreed) {
        terminal.say(String.format("  %-14s %s", "Network", where.label()));
        outlook.details().forEach(detail -> terminal.say(String.format("  %-14s %s", detail.label(), detail.value())));
        terminal.say(String.format("  %-14s %s in fees", "At most", outlook.maxFee()));
        terminal.say("  " + outlook.simulation().words());
        if (!outlook.simulation().succeeds()) {
            throw new CommandException(outlook.simulation().words());
        }
        Person.agree(agreed, "Sign and send? [y/N] ");
    }

    static Map<String, Object> figures(Registration registration) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("network", registration.network());
        object.put("chain_id", registration.chainId());
        object.put("transaction", registration.transaction());
        object.put("token_id", registration.tokenId());
        object.put("contract", registration.contract().toString());
        object.put("block", registration.block());
        object.put("gas_used", registration.gasUsed());
        return object;
    }
}
