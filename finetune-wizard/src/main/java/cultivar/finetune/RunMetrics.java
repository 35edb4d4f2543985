package cultivar.finetune;

import cultivar.runtime.train.BestSoFar;
import cultivar.runtime.train.StepReport;
import java.util.List;

/** What a run has measured so far, in the order of its steps. */
public record RunMetrics(List<StepReport> steps, List<Point> validation) {
    /** The loss on the validation rows after a step. */
    public record Point(int step, double loss) {}

    public RunMetrics {
        steps = List.copyOf(steps);
        validation = List.copyOf(validation);
    }

    /** The losses, step by step. */
    public double[] losses() {
        return steps.stream().mapToDouble(StepReport::loss).toArray();
    }

    /** The lowest loss on the validation rows; that of step 0 if there is none. */
    public BestSoFar best() {
        BestSoFar best = BestSoFar.NONE;
        for (Point point : validation) {
            best = best.after(point.step(), point.loss());
        }
        return best;
    }

    /** Tokens a second over all steps; 0 without any. */
    public double tokensPerSecond() {
        double seconds = steps.stream()
                .filter(step -> step.tokensPerSecond() > 0)
                .mapToDouble(step -> step.tokens() / step.tokensPerSecond())
                .sum();
        long tokens = steps.stream().mapToLong(StepReport::tokens).sum();
        return seconds > 0 ? tokens / seconds : 0;
    }
}
