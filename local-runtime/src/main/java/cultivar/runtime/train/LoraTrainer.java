package cultivar.runtime.train;

import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.memory.ProcessMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trains a LoRA adapter by a plan, from the first step or from a checkpoint, and writes it as a PEFT folder. */
public final class LoraTrainer {
    private final Decoder decoder;
    private final String baseName;

    /** @param baseName what the adapter's configuration calls its base */
    public LoraTrainer(Decoder decoder, String baseName) {
        this.decoder = decoder;
        this.baseName = baseName;
    }

    /** Trains on the calling thread until the last step, a stop, or a {@link TrainingException}. */
    public TrainingResult train(TrainingPlan plan, TrainingListener listener) {
        if (plan.rows().isEmpty()) {
            throw new TrainingException("There are no rows to train on.");
        }
        long started = System.nanoTime();
        TrainingSettings settings = plan.settings();
        boolean recompute =
                settings.options().recompute() || decoder.weights().type().quantised();
        try (LoraAdapter adapter = startingAdapter(plan);
                TrainingStep step = TrainingStep.ofAdapter(
                        decoder, adapter.tensors(), settings.lora().dropout(), settings.weightDecay(), recompute)) {
            Saving saving = new Saving(plan, listener);
            Progress progress = new Progress(
                    saving.resume(step), settings.stepsFor(plan.rows().size()));
            listener.onStart(progress.made(), progress.steps());
            RowOrder order = new RowOrder(plan.rows().size(), settings.seed(), settings.shuffle());
            double loss = Double.NaN;
            while (progress.goesOn(listener)) {
                double rate = settings.learningRate()
                        * settings.schedule().factor(progress.made(), settings.warmup(), progress.steps());
                TrainingStep.Outcome outcome = oneStep(plan, order, step, progress.made(), rate);
                loss = outcome.loss();
                listener.onStep(progress.count(outcome, rate));
                boolean last = !progress.goesOn(listener);
                if (!plan.validation().isEmpty() && (last || endsEpoch(plan, progress.made()))) {
                    listener.onValidation(progress.made(), step.evaluate(plan.validation()));
                }
                if (last) {
                    break;
                }
                if (listener.stopRequested()) {
                    saving.save(step, progress.made());
                    return result(plan, progress, started, loss, true);
                }
                saving.saveIfDue(step, progress.made());
            }
            write(plan, adapter);
            return result(plan, progress, started, loss, false);
        }
    }

    private LoraAdapter startingAdapter(TrainingPlan plan) {
        TrainingSettings settings = plan.settings();
        Path initial = plan.initialAdapter();
        if (initial == null) {
            return LoraAdapter.fresh(decoder.torch(), decoder.spec(), settings.lora(), settings.seed());
        }
        LoraAdapter adapter = PeftFolder.load(decoder.torch(), decoder.spec(), initial);
        if (adapter.config().rank() != settings.lora().rank()
                || adapter.config().alpha() != settings.lora().alpha()
                || !adapter.config()
                        .targetModules()
                        .equals(settings.lora().on(decoder.spec()).targetModules())) {
            adapter.close();
            throw new TrainingException("The adapter in " + initial + " has another rank, alpha or other target modules"
                    + " than this recipe. Leave those settings out to take the adapter's own.");
        }
        return adapter;
    }

    private static TrainingStep.Outcome oneStep(
            TrainingPlan plan, RowOrder order, TrainingStep step, int made, double rate) {
        TrainingSettings settings = plan.settings();
        long place = (long) made * settings.rowsPerStep();
        long end = place + settings.rowsPerStep();
        if (settings.steps() == 0) {
            end = Math.min(end, (long) settings.epochs() * plan.rows().size());
        }
        List<List<Example>> batches = new ArrayList<>();
        while (place < end) {
            List<Example> batch = new ArrayList<>();
            while (place < end && batch.size() < settings.batch()) {
                batch.add(plan.rows().get(order.at(place++)));
            }
            batches.add(batch);
        }
        // The seed of dropout follows from the step, so that a resumed run draws what an unbroken one would have.
        long seed = settings.seed() * 1_000_003 + made;
        return step.run(batches, rate, settings.clip(), seed);
    }

    private static boolean endsEpoch(TrainingPlan plan, int made) {
        long rows = plan.rows().size();
        long size = plan.settings().rowsPerStep();
        return made * size / rows != (made - 1) * size / rows;
    }

    private void write(TrainingPlan plan, LoraAdapter adapter) {
        try {
            PeftFolder.write(adapter, baseName, plan.output());
        } catch (IOException e) {
            throw new TrainingException(
                    "The adapter could not be written to " + plan.output() + " (" + e.getMessage()
                            + "). Free some space or choose another folder.",
                    e);
        }
    }

    private static TrainingResult result(
            TrainingPlan plan, Progress progress, long started, double loss, boolean stopped) {
        double seconds = (System.nanoTime() - started) / 1e9;
        return new TrainingResult(plan.output(), progress.made(), seconds, ProcessMemory.peakMib(), loss, stopped);
    }

    /** Counts steps and time. */
    private static final class Progress {
        private final int steps;
        private final int first;
        private final long started = System.nanoTime();
        private long stepStarted = started;
        private int made;

        Progress(int made, int steps) {
            this.first = made;
            this.made = made;
            this.steps = steps;
        }

        int made() {
            return made;
        }

        int steps() {
            return steps;
        }

        /** Whether another step is to be made; a run that has made none yet cannot be finished early. */
        boolean goesOn(TrainingListener listener) {
            return made < steps && (made == 0 || !listener.finishRequested());
        }

        StepReport count(TrainingStep.Outcome outcome, double learningRate) {
            long now = System.nanoTime();
            double seconds = (now - stepStarted) / 1e9;
            stepStarted = now;
            made++;
            double perStep = (now - started) / 1e9 / (made - first);
            return new StepReport(
                    made,
                    steps,
                    outcome.loss(),
                    outcome.gradNorm(),
                    learningRate,
                    outcome.tokens(),
                    outcome.tokens() / seconds,
                    perStep * (steps - made));
        }
    }
}
