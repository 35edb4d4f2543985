package cultivar.runtime.train;

import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.memory.ProcessMemory;
import java.io.IOException;
import java.nio.file.Path;
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
                TrainingStep step = TrainingStep.ofAdapter(decoder, adapter.tensors(), settings, recompute)) {
            HeldOut heldOut = new HeldOut(plan, adapter.tensors());
            Saving saving = new Saving(plan, listener, step, heldOut);
            RunSteps steps = new RunSteps(settings, plan.rows());
            Progress progress = new Progress(saving.resume(), steps.count());
            listener.onStart(progress.made(), progress.steps());
            double loss = Double.NaN;
            while (progress.goesOn(listener) && !heldOut.exhausted()) {
                double rate = settings.learningRate()
                        * settings.schedule().factor(progress.made(), settings.warmup(), progress.steps());
                TrainingStep.Outcome outcome = oneStep(plan, steps, step, progress.made(), rate);
                loss = outcome.loss();
                listener.onStep(progress.count(outcome, rate));
                heldOut.lookIfDue(progress.made(), steps.endsEpoch(progress.made()), step, listener);
                if (!progress.goesOn(listener) || heldOut.exhausted()) {
                    break;
                }
                if (listener.stopRequested()) {
                    saving.save(progress.made());
                    return result(plan, progress, started, loss, true, heldOut);
                }
                saving.saveIfDue(progress.made());
            }
            heldOut.look(progress.made(), step, listener);
            write(plan, adapter, heldOut.values());
            return result(plan, progress, started, loss, false, heldOut);
        }
    }

    private LoraAdapter startingAdapter(TrainingPlan plan) {
        TrainingSettings settings = plan.settings();
        Path initial = plan.initialAdapter();
        if (initial == null) {
            return LoraAdapter.fresh(decoder, settings.lora(), settings.seed());
        }
        LoraAdapter adapter = PeftFolder.load(decoder, initial);
        if (adapter.config().rank() != settings.lora().rank()
                || adapter.config().alpha() != settings.lora().alpha()
                || adapter.config().rankStabilised() != settings.lora().rankStabilised()
                || adapter.config().dora() != settings.lora().dora()
                || !adapter.config()
                        .targetModules()
                        .equals(settings.lora().on(decoder.spec()).targetModules())) {
            adapter.close();
            throw new TrainingException(
                    "The adapter in " + initial + " has another rank, alpha or kind or other target modules"
                            + " than this recipe. Leave those settings out to take the adapter's own.");
        }
        return adapter;
    }

    private TrainingStep.Outcome oneStep(TrainingPlan plan, RunSteps steps, TrainingStep step, int made, double rate) {
        TrainingSettings settings = plan.settings();
        List<List<Integer>> numbers = steps.batches(made);
        List<List<Example>> batches = numbers.stream()
                .map(batch -> batch.stream().map(plan.rows()::get).toList())
                .toList();
        // The seed of dropout follows from the step, so that a resumed run draws what an unbroken one would have.
        long seed = settings.seed() * 1_000_003 + made;
        TrainingStep.Outcome outcome = step.run(batches, rate, settings.clip(), seed);
        if (!outcome.made()) {
            List<Integer> rows = numbers.stream().flatMap(List::stream).toList();
            throw new StepFailure(decoder, plan).explain(made + 1, outcome, rows);
        }
        return outcome;
    }

    /** @param best the values to write, or none for those that it has */
    private void write(TrainingPlan plan, LoraAdapter adapter, List<float[]> best) {
        try {
            if (best.isEmpty()) {
                PeftFolder.write(adapter, baseName, plan.output());
            } else {
                try (LoraAdapter kept = LoraAdapter.of(decoder, adapter.config(), adapter.modules(), best)) {
                    PeftFolder.write(kept, baseName, plan.output());
                }
            }
        } catch (IOException e) {
            throw new TrainingException(
                    "The adapter could not be written to " + plan.output() + " (" + e.getMessage()
                            + "). Free some space or choose another folder.",
                    e);
        }
    }

    private TrainingResult result(
            TrainingPlan plan, Progress progress, long started, double loss, boolean stopped, HeldOut heldOut) {
        double seconds = (System.nanoTime() - started) / 1e9;
        return new TrainingResult(
                plan.output(),
                progress.made(),
                seconds,
                ProcessMemory.peakMib(decoder.torch()),
                loss,
                stopped,
                heldOut.best(),
                heldOut.exhausted() && progress.made() < progress.steps());
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
