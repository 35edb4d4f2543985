package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.app.publish.PublishService;
import cultivar.finetune.AdapterRecord;
import cultivar.finetune.Evaluation;
import cultivar.finetune.EvaluationReport;
import cultivar.finetune.RunStore;
import cultivar.finetune.TrainingRows;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.Vault;
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

    @Parameters(paramLabel = "ADAPTER", description = "An adapter's name or folder.")
    @SuppressWarnings("NullAway.Init")
    private String adapter;

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

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = cli.terminal();
        Home home = cli.home().make();
        Path folder = ModelOptions.adapterFolder(home, adapter);
        Chains chains = Registry.chains(home.root());
        Network where = chains.networks().named(network);
        RunStore store = new RunStore(home.root());
        try (TrainCommand.LazyDatanets datanets = new TrainCommand.LazyDatanets(home)) {
            evaluateIfNeeded(terminal, home, store, datanets, folder);
            PublishService service = new PublishService(store, datanets::get, chains, Clock.systemUTC());
            try (Signer signer = signer(terminal, home, where, chains)) {
                Registration registration = new Publishing(service, signer)
                        .register(
                                folder, where, title(folder), description, outlook -> look(terminal, outlook, signer));
                terminal.line("Registered as token " + registration.token() + " on " + where.label());
                terminal.line("transaction " + registration.transaction());
                if (terminal.json()) {
                    terminal.result(figures(registration));
                }
                return 0;
            }
        }
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

    private void look(Terminal terminal, Publishing.Outlook outlook, Signer signer) {
        outlook.details().forEach(detail -> terminal.say(String.format("  %-14s %s", detail.label(), detail.value())));
        terminal.say(String.format("  %-14s %s in fees", "At most", outlook.maxFee()));
        terminal.say("  " + outlook.simulation().words());
        if (!outlook.simulation().succeeds()) {
            throw new CommandException(outlook.simulation().words());
        }
        Person.agree(yes || signer.isDemo(), "Sign and send? [y/N] ");
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
