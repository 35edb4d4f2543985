package cultivar.runtime.train;

import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.quant.BaseType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds out why a step gave no finite numbers, and says it in one line. */
final class StepFailure {
    /** Rows outside the step that are looked at too, to tell a bad row from a bad base. */
    private static final int OTHERS = 4;

    private final Decoder decoder;
    private final TrainingPlan plan;

    StepFailure(Decoder decoder, TrainingPlan plan) {
        this.decoder = decoder;
        this.plan = plan;
    }

    /**
     * @param number the step, from 1
     * @param rows the numbers of its rows, from 0
     */
    TrainingException explain(int number, TrainingStep.Outcome outcome, List<Integer> rows) {
        String what = (Double.isFinite(outcome.loss()) ? "The gradient" : "The loss")
                + " is no longer a number at step " + number + ": ";
        List<Integer> bad = rows.stream().distinct().filter(this::isBadAlone).toList();
        boolean others = IntStream.range(0, Math.min(OTHERS, plan.rows().size()))
                .boxed()
                .allMatch(row -> bad.contains(row) || isBadAlone(row));
        if (!bad.isEmpty() && !(others && bad.size() == rows.stream().distinct().count())) {
            String names =
                    bad.stream().sorted().map(row -> Integer.toString(row + 1)).collect(Collectors.joining(", "));
            return new TrainingException(what
                    + (bad.size() == 1
                            ? "row " + names + " gives none even by itself. Correct that row or leave it out."
                            : "rows " + names
                                    + " give none even by themselves. Correct those rows or leave them out."));
        }
        if (!bad.isEmpty()) {
            return new TrainingException(what + "the base model gives none for any row"
                    + (narrow() ? ". Hold it in float32." : ". Download its weights again."));
        }
        if (number == 1 && plan.initialAdapter() != null) {
            return new TrainingException(
                    what + "the adapter that it starts from gives none. Start from another or a fresh one.");
        }
        return new TrainingException(what + "the learning rate is too high for this data. Lower it, or lengthen the"
                + " warm-up" + (narrow() ? "; a base in float32 bears more than one in bfloat16." : "."));
    }

    private boolean narrow() {
        return decoder.weights().type() == BaseType.BFLOAT16;
    }

    /** Whether the base gives no number for a row, whatever the adapter has learnt. */
    private boolean isBadAlone(int row) {
        for (float loss : decoder.score(TrainingStep.packed(plan.rows().get(row)), null)) {
            if (!Float.isFinite(loss)) {
                return true;
            }
        }
        return false;
    }
}
