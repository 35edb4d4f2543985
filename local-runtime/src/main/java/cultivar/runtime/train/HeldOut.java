package cultivar.runtime.train;

import cultivar.runtime.decoder.LoraTensors;
import cultivar.runtime.torch.Torch;
import java.util.List;

/** Looks at the held-out rows of a run from time to time and remembers the adapter that was best on them. */
final class HeldOut {
    private final TrainingOptions options;
    private final List<Example> rows;
    private final LoraTensors adapter;
    private BestSoFar best = BestSoFar.NONE;
    private List<float[]> values = List.of();

    HeldOut(TrainingPlan plan, LoraTensors adapter) {
        this.options = plan.settings().options();
        this.rows = plan.validation();
        this.adapter = adapter;
        if (rows.isEmpty() && (options.patience() > 0 || options.keepBest())) {
            throw new TrainingException("Early stopping and keeping the best adapter need held-out rows to measure;"
                    + " name some as validation.");
        }
    }

    BestSoFar best() {
        return best;
    }

    /** The best adapter's tensors, if it is kept and there is one. */
    List<float[]> values() {
        return values;
    }

    /** Goes on from a checkpoint. */
    void restore(BestSoFar savedBest, List<float[]> savedValues) {
        best = savedBest;
        values = savedValues;
    }

    /** Looks if it is time for it after so many steps. */
    void lookIfDue(int made, boolean endsEpoch, TrainingStep step, TrainingListener listener) {
        int every = options.validateEvery();
        if (every > 0 ? made % every == 0 : endsEpoch) {
            look(made, step, listener);
        }
    }

    /** Looks after so many steps, unless it has done so. */
    void look(int made, TrainingStep step, TrainingListener listener) {
        if (rows.isEmpty() || made == best.last()) {
            return;
        }
        double loss = step.evaluate(rows);
        best = best.after(made, loss);
        if (options.keepBest() && best.step() == made) {
            values = adapter.tensors().stream().map(Torch::values).toList();
        }
        listener.onValidation(made, loss);
    }

    /** Whether the run is to end since the loss falls no more. */
    boolean exhausted() {
        return best.exhausts(options.patience());
    }
}
