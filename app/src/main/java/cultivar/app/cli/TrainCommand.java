package cultivar.app.cli;

import cultivar.app.datanets.Datanets;
import cultivar.app.home.Home;
import cultivar.datanet.store.DatanetStore;
import cultivar.finetune.Recipe;
import cultivar.finetune.RecipeField;
import cultivar.finetune.Run;
import cultivar.finetune.RunStore;
import cultivar.runtime.job.JobMetrics;
import cultivar.runtime.seedling.Seedling;
import cultivar.runtime.train.BestSoFar;
import cultivar.runtime.train.StepReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A training run, by a recipe file, by options, or by both: an option wins over the file. */
@Command(
        name = "train",
        description = {
            "Trains an adapter by a recipe file, by options, or by both.",
            "Ctrl-C saves the run; it goes on exactly where it stopped with --resume."
        },
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

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "Goes on with a run that was paused or interrupted or has failed, by its name or id.")
    private @Nullable String resume;

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
    public Integer call() throws InterruptedException {
        Terminal terminal = cli.terminal();
        Home home = cli.home().make();
        RunStore store = new RunStore(home.root());
        Recipe recipe = resume == null ? recipe() : null;
        try (LazyDatanets datanets = new LazyDatanets(home);
                OneModel models = new OneModel(home);
                ProgressLine progress = terminal.progress("train")) {
            ForegroundRun training = new ForegroundRun(terminal, progress, home, models, datanets);
            Run run = recipe == null
                    ? training.resume(RunsCommand.named(store, Objects.requireNonNull(resume)))
                    : training.make(recipe);
            return finish(terminal, store, run);
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

    private static int finish(Terminal terminal, RunStore store, Run run) {
        Path adapter = ForegroundRun.requireAdapter(run);
        JobMetrics metrics = store.metrics(run.id());
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
