package cultivar.finetune;

import cultivar.datanet.store.DatanetStore;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.hub.LocalRepositories;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.train.CheckpointPolicy;
import cultivar.runtime.train.StepReport;
import cultivar.runtime.train.TrainingListener;
import cultivar.runtime.train.TrainingPlan;
import cultivar.runtime.train.TrainingResult;
import cultivar.runtime.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes one run from where it stands to its end, on the calling thread. */
final class RunExecution {
    private static final int MOST_STEPS_LOST = 25;

    private final RunStore store;
    private final ModelAccess models;
    private final Supplier<DatanetStore> datanets;
    private final Consumer<RunEvent> news;
    private final BooleanSupplier stop;
    private final Clock clock = Clock.systemUTC();

    private Run run;
    private @Nullable Double lastValidation;
    private double secondsBefore;

    RunExecution(
            Run run,
            RunStore store,
            ModelAccess models,
            Supplier<DatanetStore> datanets,
            Consumer<RunEvent> news,
            BooleanSupplier stop) {
        this.run = run;
        this.store = store;
        this.models = models;
        this.datanets = datanets;
        this.news = news;
        this.stop = stop;
    }

    /** Gives the run as it ended: finished or stopped. What goes wrong is thrown. */
    Run execute() throws IOException {
        if (stop.getAsBoolean()) {
            return change(run.ended(RunPhase.STOPPED, "", clock.instant()));
        }
        change(run.begun(clock.instant()));
        secondsBefore = run.seconds();
        stage(RunStage.LOADING);
        Recipe recipe = run.recipe();
        Files.createDirectories(run.folder());
        LanguageModel model = models.open(recipe.base(), recipe.dtype());
        TrainingRows rows = TrainingRows.load(recipe, datanets, model);
        TrainingSettings settings = recipe.toTrainingSettings();
        int steps = settings.stepsFor(rows.train());
        change(run.withRows(rows.counts(), steps));
        news.accept(new RunEvent.Rows(run.id(), rows.counts()));
        if (stop.getAsBoolean()) {
            return change(run.ended(RunPhase.STOPPED, "", clock.instant()));
        }
        // An adapter that is whole but was not brought to its place is left by a process that ended in between.
        if (!PeftFolder.isAdapter(run.staging())) {
            TrainingResult result = train(model, rows, settings, steps);
            if (result.stopped()) {
                return change(run.ended(RunPhase.STOPPED, "", clock.instant()));
            }
        }
        return finish(model, rows);
    }

    private TrainingResult train(LanguageModel model, TrainingRows rows, TrainingSettings settings, int steps)
            throws IOException {
        AdapterFolders.delete(run.staging());
        stage(RunStage.TRAINING);
        String initial = run.recipe().initAdapter();
        TrainingPlan plan = new TrainingPlan(
                settings,
                rows.train(),
                rows.validation(),
                initial == null ? null : Path.of(initial),
                run.staging(),
                new CheckpointPolicy(
                        run.checkpointFolder(), Math.clamp(steps / 10, 1, MOST_STEPS_LOST), Duration.ofMinutes(1)));
        try (MetricsFile metrics = new MetricsFile(run.metricsFile())) {
            TrainingResult result = model.train(plan, new Follower(metrics));
            run = run.withProgress(
                    result.steps(), steps, secondsBefore + result.seconds(), Math.max(run.peakMib(), result.peakMib()));
            return result;
        }
    }

    private Run finish(LanguageModel model, TrainingRows rows) throws IOException {
        stage(RunStage.SAVING);
        RunMetrics metrics = MetricsFile.read(run.metricsFile());
        if (metrics.steps().isEmpty()) {
            throw new FinetuneException("The run made no step, so there is no adapter; give it rows and steps");
        }
        Recipe recipe = run.recipe();
        Path baseFolder = model.folder().toAbsolutePath().normalize();
        List<AdapterRecord.Source> sources = rows.datanets().stream()
                .map(version -> new AdapterRecord.Source(version.ref(), version.root(), version.rows()))
                .toList();
        Double validation = lastValidation;
        if (validation == null && !metrics.validation().isEmpty()) {
            validation = metrics.validation().getLast().loss();
        }
        new AdapterRecord(
                        run.id(),
                        clock.instant(),
                        recipe,
                        LocalRepositories.nameOf(baseFolder),
                        baseFolder,
                        sources,
                        metrics.steps().getLast().step(),
                        run.seconds(),
                        metrics.steps().getLast().loss(),
                        validation,
                        metrics.tokensPerSecond(),
                        run.peakMib(),
                        null)
                .write(run.staging());
        Path target = store.target(recipe);
        try {
            AdapterFolders.publish(run.staging(), target);
        } catch (IOException e) {
            throw new FinetuneException(
                    "The adapter could not be brought to " + target + " (" + e.getMessage()
                            + "); free some space and resume the run",
                    e);
        }
        AdapterFolders.delete(run.checkpointFolder());
        return change(run.withAdapter(target).ended(RunPhase.FINISHED, "", clock.instant()));
    }

    /** The run as it stands, for whoever catches what {@link #execute} throws. */
    Run run() {
        return run;
    }

    private Run change(Run changed) {
        store.save(changed);
        run = changed;
        news.accept(new RunEvent.Changed(changed));
        return changed;
    }

    private void stage(RunStage stage) {
        news.accept(new RunEvent.Stage(run.id(), stage));
    }

    /** Writes down and passes on what the engine tells. */
    private final class Follower implements TrainingListener {
        private final MetricsFile metrics;
        private final long begun = System.nanoTime();
        private boolean saving;

        Follower(MetricsFile metrics) {
            this.metrics = metrics;
        }

        @Override
        public void onStep(StepReport step) {
            metrics.append(step);
            run = run.withProgress(
                    step.step(), step.steps(), secondsBefore + (System.nanoTime() - begun) / 1e9, run.peakMib());
            news.accept(new RunEvent.Step(run.id(), step));
        }

        @Override
        public void onValidation(int step, double loss) {
            lastValidation = loss;
            metrics.append(step, loss);
            news.accept(new RunEvent.Validated(run.id(), step, loss));
        }

        @Override
        public boolean stopRequested() {
            boolean asked = stop.getAsBoolean();
            if (asked && !saving) {
                saving = true;
                stage(RunStage.SAVING);
            }
            return asked;
        }
    }
}
