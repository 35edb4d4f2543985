package cultivar.app.cli;

import cultivar.app.datanets.Datanets;
import cultivar.app.home.Home;
import cultivar.datanet.store.DatanetStore;
import cultivar.finetune.Recipe;
import cultivar.finetune.RecipeField;
import cultivar.finetune.Run;
import cultivar.finetune.RunEvent;
import cultivar.finetune.RunMetrics;
import cultivar.finetune.RunPhase;
import cultivar.finetune.RunService;
import cultivar.finetune.RunStore;
import cultivar.runtime.seedling.Seedling;
import cultivar.runtime.train.BestSoFar;
import cultivar.runtime.train.StepReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A training run, by a recipe file, by options, or by both: an option wins over the file. */
@Command(
        name = "train",
        description = "Trains an adapter by a recipe file, by options, or by both.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "RECIPE.json", description = "A recipe file.")
    private @Nullable Path file;

    /** Adds an option for every field of a recipe, so that the two can never differ. */
    static void addRecipeOptions(CommandSpec spec) {
        for (RecipeField field : RecipeField.values()) {
            OptionSpec.Builder option = OptionSpec.builder("--" + field.id()).description(field.allowed());
            if (field.kind() == RecipeField.Kind.FLAG) {
                spec.addOption(option.type(boolean.class).arity("0").build());
            } else {
                spec.addOption(option.type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel(field.id().toUpperCase(Locale.ROOT))
                        .build());
            }
        }
    }

    @Override
    public Integer call() {
        Terminal terminal = cli.terminal();
        Home home = cli.home().make();
        Recipe recipe = recipe();
        LazyDatanets datanets = new LazyDatanets(home);
        try (datanets;
                OneModel models = new OneModel(home);
                ProgressLine progress = terminal.progress("train")) {
            RunService service = new RunService(new RunStore(home.root()), models, datanets::get, Runnable::run);
            service.listen(event -> follow(terminal, progress, event));
            Run run = service.store().get(service.submit(recipe).id());
            return finish(terminal, service, run);
        }
    }

    private Recipe recipe() {
        ObjectNode fields = file == null ? JsonMapper.shared().createObjectNode() : Recipe.readFields(file);
        for (RecipeField field : RecipeField.values()) {
            OptionSpec option = spec.findOption("--" + field.id());
            if (option == null || option.stringValues().isEmpty()) {
                continue;
            }
            if (field.kind() == RecipeField.Kind.FLAG) {
                Recipe.set(fields, field.id(), List.of("true"));
            } else {
                Recipe.set(fields, field.id(), option.stringValues());
            }
        }
        if (!fields.has(RecipeField.BASE.id())) {
            fields.put(RecipeField.BASE.id(), Seedling.NAME);
        }
        return Recipe.of(fields, Recipe.defaults());
    }

    /** Shows a run's news: with {@code --json} one object a step, else a line of progress. */
    static void follow(Terminal terminal, ProgressLine progress, RunEvent event) {
        switch (event) {
            case RunEvent.Step(String _, var step) -> {
                if (terminal.json()) {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("step", step.step());
                    object.put("loss", step.loss());
                    object.put("grad_norm", step.gradNorm());
                    object.put("learning_rate", step.learningRate());
                    object.put("tokens_per_second", step.tokensPerSecond());
                    terminal.result(object);
                } else {
                    progress.update(
                            step.step(),
                            step.steps(),
                            String.format(
                                    Locale.ROOT,
                                    "loss %.4f  %.0f tokens/s  %s left",
                                    step.loss(),
                                    step.tokensPerSecond(),
                                    ProgressLine.duration(step.secondsLeft())));
                }
            }
            case RunEvent.Validated(String _, int step, double loss) ->
                terminal.say(String.format(Locale.ROOT, "step %d: loss on validation rows %.4f", step, loss));
            case RunEvent.Rows rows ->
                terminal.say(rows.counts().rows() + " rows to train on, "
                        + rows.counts().cut() + " cut short, " + rows.counts().dropped()
                        + " left out because their question fills the maximum length");
            case RunEvent.Changed _, RunEvent.Stage _ -> {}
        }
    }

    private static int finish(Terminal terminal, RunService service, Run run) {
        Path adapter = run.adapter();
        if (run.phase() != RunPhase.FINISHED || adapter == null) {
            throw new CommandException(run.reason());
        }
        RunMetrics metrics = service.store().metrics(run.id());
        StepReport last = metrics.steps().getLast();
        BestSoFar best = metrics.best();
        boolean early = last.step() < last.steps()
                && best.exhausts(run.recipe().options().patience());
        if (early) {
            terminal.say("Ended after step " + last.step() + ": the loss on validation rows fell no more.");
        }
        terminal.line("The adapter is in " + adapter);
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("adapter", adapter.toString());
            result.put("seconds", run.seconds());
            result.put("peak_mib", run.peakMib());
            result.put("final_loss", last.loss());
            if (best.step() > 0) {
                result.put("best_step", best.step());
                result.put("best_loss", best.loss());
                result.put("stopped_early", early);
            }
            terminal.result(result);
        }
        return 0;
    }

    /** Opens the datanets when they are first needed. */
    static final class LazyDatanets implements AutoCloseable {
        private final Home home;
        private @Nullable DatanetStore store;

        LazyDatanets(Home home) {
            this.home = home;
        }

        synchronized DatanetStore get() {
            if (store == null) {
                store = Datanets.open(home);
            }
            return store;
        }

        @Override
        public synchronized void close() {
            if (store != null) {
                store.close();
            }
        }
    }
}
