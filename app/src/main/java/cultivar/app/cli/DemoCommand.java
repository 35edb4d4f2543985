package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.app.publish.PublishService;
import cultivar.app.publish.VerifyService;
import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetVersion;
import cultivar.finetune.Evaluation;
import cultivar.finetune.EvaluationReport;
import cultivar.finetune.Recipe;
import cultivar.finetune.RecipeField;
import cultivar.finetune.Run;
import cultivar.finetune.RunStore;
import cultivar.finetune.TrainingRows;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.seedling.Seedling;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.registry.Registration;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.registry.Verification;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The whole journey on the embedded defaults: data, training, comparison, registration, verification. */
@Command(
        name = "demo",
        description = "The whole journey in this terminal: pick data, train, compare, register, verify.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String DATANET = "defi-intents";
    private static final int SHOWN = 3;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @Override
    public Integer call() throws InterruptedException {
        long started = System.nanoTime();
        Terminal terminal = cli.terminal();
        Home home = cli.home().make();
        try (TrainCommand.LazyDatanets datanets = new TrainCommand.LazyDatanets(home);
                OneModel models = new OneModel(home)) {
            RunStore store = new RunStore(home.root());
            DatanetVersion version = pick(terminal, datanets);
            LanguageModel model = open(terminal, models);
            Chains chains = Registry.chains(home.root());
            Run run = train(terminal, home, models, datanets, version, freshSeed(chains));
            Path adapter = ForegroundRun.requireAdapter(run);
            EvaluationReport report = evaluate(terminal, model, adapter, datanets, version);
            store.recordEvaluation(run.id(), report);
            showAnswers(terminal, report);
            Registration registration = register(terminal, home, store, datanets, chains, adapter);
            Verification verification =
                    new VerifyService(datanets::get, chains).verify(adapter, Network.demoChain(), null);
            VerifyCommand.show(terminal, verification);
            double seconds = (System.nanoTime() - started) / 1e9;
            finish(terminal, seconds, report, adapter, registration, verification);
            return verification.holds() ? 0 : Cli.FAILED;
        }
    }

    private static DatanetVersion pick(Terminal terminal, TrainCommand.LazyDatanets datanets) {
        Datanet datanet = datanets.get().get(DATANET);
        DatanetVersion version = datanets.get().versions(DATANET).getFirst();
        terminal.say("1. Data: " + datanet.card().title() + " (" + version.ref() + "), " + version.rows() + " rows by "
                + version.shares().size() + " contributors, " + datanet.heldOutRows() + " more kept for the test");
        return version;
    }

    private static LanguageModel open(Terminal terminal, OneModel models) {
        long started = System.nanoTime();
        LanguageModel model = models.open(Seedling.NAME);
        terminal.say(String.format(
                Locale.ROOT,
                "2. Base model: Seedling, %.1f million parameters, ready in %.1f s",
                model.spec().parameters() / 1e6,
                (System.nanoTime() - started) / 1e9));
        return model;
    }

    /**
     * The seed that no registered demonstration had: the same seed makes the same adapter to the byte, which the chain takes
     * once.
     */
    static long freshSeed(Chains chains) {
        try (ChainClient client = chains.connect(Network.demoChain())) {
            return Recipe.demo().seed() + Registry.open(client).registrations();
        }
    }

    private static Run train(
            Terminal terminal,
            Home home,
            OneModel models,
            TrainCommand.LazyDatanets datanets,
            DatanetVersion version,
            long seed)
            throws InterruptedException {
        terminal.say("3. Training a LoRA adapter on it");
        Recipe recipe = Recipe.demo()
                .with(Map.of(
                        RecipeField.DATANET,
                        List.of(version.ref().toString()),
                        RecipeField.OUT,
                        new RunStore(home.root()).freeName(DATANET + "-demo"),
                        RecipeField.SEED,
                        seed));
        try (ProgressLine progress = terminal.progress("train")) {
            // One object in all: the steps are for people here.
            return new ForegroundRun(terminal.forPeople(), progress, home, models, datanets).make(recipe);
        }
    }

    private static EvaluationReport evaluate(
            Terminal terminal,
            LanguageModel model,
            Path adapter,
            TrainCommand.LazyDatanets datanets,
            DatanetVersion version) {
        terminal.say("4. Asking base and adapter the requests that neither has seen");
        try (ProgressLine progress = terminal.progress("compare")) {
            return Evaluation.compare(
                    model,
                    adapter,
                    TrainingRows.heldOut(datanets.get(), List.of(version.ref())),
                    (done, total) -> progress.update(done, total, done + " of " + total + " answers"));
        }
    }

    private static void showAnswers(Terminal terminal, EvaluationReport report) {
        for (EvaluationReport.Answered answered :
                report.examples().subList(0, Math.min(SHOWN, report.examples().size()))) {
            terminal.say("   \"" + answered.prompt() + "\"");
            terminal.say("      base     " + oneLine(answered.baseAnswer()));
            terminal.say("      adapter  " + oneLine(answered.adapterAnswer()));
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static Registration register(
            Terminal terminal,
            Home home,
            RunStore store,
            TrainCommand.LazyDatanets datanets,
            Chains chains,
            Path adapter)
            throws InterruptedException {
        terminal.say("5. Registering it on the demo chain, signed by a fresh demo wallet");
        PublishService publishing = new PublishService(store, datanets::get, chains, Clock.systemUTC());
        try (Signer signer = Signer.throwaway(home, chains.demoChain())) {
            Publishing demo = new Publishing(publishing, signer);
            Registration registration = demo.register(
                    adapter,
                    Network.demoChain(),
                    demo.draft(adapter, "DeFi intents", "Turns plain requests into exact actions."),
                    _ -> {});
            terminal.say("   token " + registration.token() + ", transaction " + registration.transaction());
            terminal.say("6. Verifying: everything is computed again from the files and rows");
            return registration;
        }
    }

    private static void finish(
            Terminal terminal,
            double seconds,
            EvaluationReport report,
            Path adapter,
            Registration registration,
            Verification verification) {
        terminal.line("");
        terminal.line(
                String.format("%-28s %10s %10s", "On " + report.rows() + " held-out requests", "base", "adapter"));
        terminal.line(String.format(
                Locale.ROOT,
                "%-28s %9.1f%% %9.1f%%",
                "exact match",
                100 * report.base().exactMatch(),
                100 * report.adapter().exactMatch()));
        terminal.line(String.format(
                Locale.ROOT,
                "%-28s %10.4f %10.4f",
                "loss",
                report.base().loss(),
                report.adapter().loss()));
        terminal.line("");
        terminal.line("adapter     " + adapter);
        terminal.line("registered  token " + registration.token() + " on the demo chain, transaction "
                + registration.transaction());
        terminal.line("verified    " + (verification.holds() ? "yes, everything holds" : "NO"));
        terminal.line("time        " + ProgressLine.duration(seconds));
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("seconds", seconds);
            result.put("rows", report.rows());
            result.put("base", side(report.base()));
            result.put("adapter", side(report.adapter()));
            result.put("adapter_path", adapter.toString());
            result.put("registration", PublishCommand.figures(registration));
            result.put("verified", verification.holds());
            terminal.result(result);
        }
    }

    private static Map<String, Object> side(EvaluationReport.Side side) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("exact_match", side.exactMatch());
        object.put("loss", side.loss());
        return object;
    }
}
