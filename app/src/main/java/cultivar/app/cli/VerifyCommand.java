package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.app.publish.VerifyService;
import cultivar.finetune.AdapterRecord;
import cultivar.finetune.Evaluation;
import cultivar.finetune.TrainingRows;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.registry.Check;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.registry.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Recomputes what was registered and compares. */
@Command(
        name = "verify",
        description = "Computes everything that was registered again and compares it with the chain.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @Parameters(paramLabel = "ADAPTER", description = "An adapter's name or folder.")
    @SuppressWarnings("NullAway.Init")
    private String adapter;

    @Option(names = "--network", description = "Where it was registered, if its folder does not tell.")
    private @Nullable String network;

    @Option(
            names = {"--token", "--transaction"},
            description = "The registration, if the folder does not tell: a token's number or a hash.")
    private @Nullable String reference;

    @Option(names = "--evaluate", description = "Also ask base and adapter the held-out rows again.")
    private boolean evaluate;

    @Override
    public Integer call() {
        Terminal terminal = cli.terminal();
        Home home = cli.home().make();
        try (TrainCommand.LazyDatanets datanets = new TrainCommand.LazyDatanets(home)) {
            Path folder = ModelOptions.adapterFolder(home, adapter);
            Chains chains = Registry.chains(home.root());
            Verification verification = new VerifyService(datanets::get, chains)
                    .verify(folder, network == null ? null : chains.networks().named(network), reference);
            if (evaluate) {
                verification = verification.and(evaluated(terminal, home, datanets, folder));
            }
            show(terminal, verification);
            terminal.line(verification.holds() ? "Everything holds." : differences(verification));
            if (terminal.json()) {
                terminal.result(result(verification));
            }
            return verification.holds() ? 0 : Cli.FAILED;
        }
    }

    private static List<Check> evaluated(
            Terminal terminal, Home home, TrainCommand.LazyDatanets datanets, Path folder) {
        AdapterRecord record = AdapterRecord.read(folder)
                .orElseThrow(() -> new CommandException("Nothing is known of how the adapter in " + folder
                        + " was trained, so its evaluation cannot be repeated. Leave out --evaluate."));
        Manifest manifest = Manifest.read(folder.resolve(Manifest.FILE_NAME));
        try (OneModel models = new OneModel(home);
                ProgressLine progress = terminal.progress("compare")) {
            return VerifyService.evaluationChecks(
                    manifest.evaluation(),
                    Evaluation.compare(
                            models.open(record.baseFolder().toString()),
                            folder,
                            TrainingRows.heldOut(datanets.get(), record.recipe().datanet()),
                            (done, total) -> progress.update(done, total, done + " of " + total + " answers")));
        }
    }

    private static String differences(Verification verification) {
        List<String> names = verification.failures().stream().map(Check::what).toList();
        return "It does NOT hold: " + String.join(", ", names) + ".";
    }

    /** The table of checks; on standard error where another result follows. */
    static void show(Terminal terminal, Verification verification) {
        for (Check check : verification.checks()) {
            terminal.say(String.format("  %-9s %s", check.holds() ? "holds" : "DIFFERS", check.what()));
            if (!check.holds()) {
                terminal.say("            expected " + check.expected());
                terminal.say("            found    " + check.found());
            }
        }
    }

    private static Map<String, Object> result(Verification verification) {
        List<Map<String, Object>> checks = new ArrayList<>();
        for (Check check : verification.checks()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("what", check.what());
            object.put("holds", check.holds());
            object.put("expected", check.expected());
            object.put("found", check.found());
            checks.add(object);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("holds", verification.holds());
        result.put("checks", checks);
        return result;
    }
}
