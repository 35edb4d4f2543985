package cultivar.runtime.bench;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.memory.ProcessMemory;
import cultivar.runtime.train.Example;
import cultivar.runtime.train.StepReport;
import cultivar.runtime.train.TrainingPlan;
import cultivar.runtime.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Times training steps on given rows in their order. The first two steps, in which memory is claimed and programs are
 * compiled, count for nothing but the first loss.
 */
public final class TrainingBench {
    /** Steps left out of the figures. */
    public static final int WARM_UP = 2;

    /**
     * What was measured.
     *
     * @param realTokensPerSecond without padding
     * @param paddedTokensPerSecond counting every row of a batch as long as its longest, for comparison with those that pad
     * @param overheadShare share of the time spent outside the native engine
     */
    public record Figures(
            double realTokensPerSecond,
            double paddedTokensPerSecond,
            double medianStepSeconds,
            double overheadShare,
            long peakMib,
            double firstLoss,
            double lastLoss) {}

    private TrainingBench() {}

    /** Trains by a plan of more than {@link #WARM_UP} steps and measures it; the adapter is written as planned. */
    public static Figures run(LanguageModel model, TrainingPlan plan) {
        TrainingSettings settings = plan.settings();
        if (settings.stepsFor(plan.rows()) <= WARM_UP) {
            throw new IllegalArgumentException("A measurement needs more than " + WARM_UP + " steps.");
        }
        List<StepReport> steps = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        List<Double> nativeSeconds = new ArrayList<>();
        double[] last = {0, 0};
        model.train(plan, step -> {
            double now = System.nanoTime() / 1e9;
            double inEngine = model.nativeSeconds();
            seconds.add(now - last[0]);
            nativeSeconds.add(inEngine - last[1]);
            steps.add(step);
            last[0] = now;
            last[1] = inEngine;
        });
        double time = sum(seconds);
        double real = 0;
        double padded = 0;
        for (int i = WARM_UP; i < steps.size(); i++) {
            real += steps.get(i).tokens();
            padded += paddedTokens(plan, i);
        }
        return new Figures(
                real / time,
                padded / time,
                median(seconds.subList(WARM_UP, seconds.size())),
                1 - sum(nativeSeconds) / time,
                ProcessMemory.peakMib(model.torch()),
                steps.getFirst().loss(),
                steps.getLast().loss());
    }

    private static long paddedTokens(TrainingPlan plan, int step) {
        int batch = plan.settings().batch();
        int rows = plan.rows().size();
        long padded = 0;
        for (int part = 0; part < plan.settings().accumulate(); part++) {
            long first = ((long) step * plan.settings().accumulate() + part) * batch;
            int width = 0;
            for (int i = 0; i < batch; i++) {
                Example row = plan.rows().get((int) ((first + i) % rows));
                width = Math.max(width, row.ids().length);
            }
            padded += (long) width * batch;
        }
        return padded;
    }

    private static double sum(List<Double> values) {
        return values.stream().skip(WARM_UP).mapToDouble(Double::doubleValue).sum();
    }

    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
