package cultivar.runtime.generate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Changes a sequence's logits by what its settings say of single tokens. */
final class LogitRules {
    private final BitSet allowed = new BitSet();
    private final Map<Integer, Double> bias;
    private final Penalties penalties;
    private final int[] promptIds;
    private final Map<Integer, Integer> answered = new HashMap<>();

    LogitRules(Sampling sampling, int[] promptIds) {
        sampling.allowed().forEach(allowed::set);
        this.bias = sampling.bias();
        this.penalties = sampling.penalties();
        this.promptIds = penalties.repetition() == 1
                ? new int[0]
                : Arrays.stream(promptIds).distinct().toArray();
    }

    /** Counts a token of the answer. */
    void took(int id) {
        if (!penalties.equals(Penalties.NONE)) {
            answered.merge(id, 1, Integer::sum);
        }
    }

    void apply(float[] logits) {
        if (!allowed.isEmpty()) {
            for (int id = allowed.nextClearBit(0); id < logits.length; id = allowed.nextClearBit(id + 1)) {
                logits[id] = Float.NEGATIVE_INFINITY;
            }
        }
        bias.forEach((id, added) -> {
            if (id >= logits.length) {
                throw new IllegalArgumentException("There is a bias for token " + id
                        + ", and this model's vocabulary has " + logits.length + " tokens.");
            }
            logits[id] += added.floatValue();
        });
        for (int id : promptIds) {
            if (!answered.containsKey(id)) {
                logits[id] = repeated(logits[id]);
            }
        }
        answered.forEach((id, count) ->
                logits[id] = (float) (repeated(logits[id]) - penalties.presence() - penalties.frequency() * count));
    }

    private float repeated(float logit) {
        double penalty = penalties.repetition();
        return (float) (logit > 0 ? logit / penalty : logit * penalty);
    }
}
