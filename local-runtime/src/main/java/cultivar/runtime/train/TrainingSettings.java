package cultivar.runtime.train;

import cultivar.runtime.lora.LoraConfig;
import java.util.List;

/**
 * What fixes a training run beside its rows.
 *
 * @param batch rows in one forward pass
 * @param accumulate forward passes in one step
 * @param epochs how often every row is seen, when {@code steps} is 0
 * @param steps steps in all, or 0 to go by epochs
 * @param learningRate the peak
 * @param warmup steps in which the learning rate rises from nothing
 * @param clip the largest global gradient norm, or 0 for no limit
 * @param maxLength rows are cut to so many tokens
 * @param options what most runs leave alone
 */
public record TrainingSettings(
        LoraConfig lora,
        int batch,
        int accumulate,
        int epochs,
        int steps,
        double learningRate,
        Schedule schedule,
        int warmup,
        double weightDecay,
        double clip,
        long seed,
        boolean shuffle,
        int maxLength,
        TrainingOptions options) {
    public TrainingSettings {
        require(batch >= 1, "The batch must be at least 1 row.");
        require(accumulate >= 1, "Accumulation must be at least 1.");
        require(steps >= 0, "The number of steps cannot be negative.");
        require(steps > 0 || epochs >= 1, "A run needs at least one epoch or one step.");
        require(learningRate > 0 && Double.isFinite(learningRate), "The learning rate must be above 0.");
        require(warmup >= 0, "The warm-up cannot be negative.");
        require(weightDecay >= 0, "The weight decay cannot be negative.");
        require(clip >= 0, "The clipping norm cannot be negative.");
        require(maxLength >= 2, "The longest row must be at least 2 tokens.");
    }

    /** Without options. */
    public TrainingSettings(
            LoraConfig lora,
            int batch,
            int accumulate,
            int epochs,
            int steps,
            double learningRate,
            Schedule schedule,
            int warmup,
            double weightDecay,
            double clip,
            long seed,
            boolean shuffle,
            int maxLength) {
        this(
                lora,
                batch,
                accumulate,
                epochs,
                steps,
                learningRate,
                schedule,
                warmup,
                weightDecay,
                clip,
                seed,
                shuffle,
                maxLength,
                TrainingOptions.NONE);
    }

    /** The same with options. */
    public TrainingSettings with(TrainingOptions chosen) {
        return new TrainingSettings(
                lora,
                batch,
                accumulate,
                epochs,
                steps,
                learningRate,
                schedule,
                warmup,
                weightDecay,
                clip,
                seed,
                shuffle,
                maxLength,
                chosen);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Rows in one step. */
    public int rowsPerStep() {
        return batch * accumulate;
    }

    /** Steps of a run over so many rows without packing; the last step of a run by epochs may be smaller. */
    int stepsFor(int rows) {
        if (steps > 0) {
            return steps;
        }
        return Math.toIntExact(Math.ceilDiv((long) epochs * rows, (long) rowsPerStep()));
    }

    /** Steps of a run over rows; the last step of a run by epochs may be smaller. */
    public int stepsFor(List<Example> rows) {
        return new RunSteps(this, rows).count();
    }

    /** Steps of a run over so many rows of so many tokens in all; with packing an estimate. */
    public int stepsFor(int rows, long tokens) {
        if (steps > 0 || !options.packing()) {
            return stepsFor(rows);
        }
        long places = Math.ceilDiv(epochs * tokens, (long) maxLength);
        return Math.toIntExact(Math.ceilDiv(places, (long) rowsPerStep()));
    }
}
