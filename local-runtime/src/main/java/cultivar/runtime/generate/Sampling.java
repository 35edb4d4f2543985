package cultivar.runtime.generate;

import cultivar.runtime.schema.JsonSchema;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the next token is chosen. What is allowed comes first, the bias, the penalties, the schema and the temperature; of what is left,
 * min-p, top-k and top-p each keep a part, in this order, as vLLM does.
 *
 * @param temperature divides the logits; 0 takes the likeliest token always
 * @param topK only so many likeliest tokens are drawn from; 0 for all
 * @param topP only the likeliest tokens that together reach this probability are drawn from; 1 for all
 * @param minP only tokens of at least this part of the likeliest one's probability are drawn from; 0 for all
 * @param bias what is added to the logits of single tokens by their ids, from -100 to 100, as in OpenAI's API
 * @param logProbabilities how many of the likeliest tokens are told with every token, up to 20; empty to tell none, not even
 *     the chosen one's
 * @param allowed the only tokens that can be chosen, an end token among them or not; empty for all
 * @param schema what the answer must satisfy, or null; an end token may then come only where its JSON is whole
 */
public record Sampling(
        double temperature,
        int topK,
        double topP,
        double minP,
        Penalties penalties,
        Map<Integer, Double> bias,
        OptionalInt logProbabilities,
        Set<Integer> allowed,
        @Nullable JsonSchema schema,
        long seed) {
    /** The most log-probabilities that a token comes with, beside its own. */
    public static final int MOST_LOG_PROBABILITIES = 20;

    private static final double MOST_BIAS = 100;

    public Sampling {
        if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The temperature cannot be negative.");
        }
        if (topK < 0) {
            throw new IllegalArgumentException("Top-k cannot be negative.");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("Top-p must be above 0 and at most 1.");
        }
        if (!(minP >= 0 && minP <= 1)) {
            throw new IllegalArgumentException("Min-p must be from 0 to 1.");
        }
        bias = Map.copyOf(bias);
        allowed = Set.copyOf(allowed);
        bias.forEach((id, added) -> {
            if (id < 0 || !(Math.abs(added) <= MOST_BIAS)) {
                throw new IllegalArgumentException("The bias of token " + id + " must be from -100 to 100.");
            }
        });
        if (logProbabilities.isPresent()
                && (logProbabilities.getAsInt() < 0 || logProbabilities.getAsInt() > MOST_LOG_PROBABILITIES)) {
            throw new IllegalArgumentException("From 0 to 20 log-probabilities can be asked for.");
        }
    }

    /** Without penalties, bias, log-probabilities or a schema. */
    public Sampling(double temperature, int topK, double topP, long seed) {
        this(temperature, topK, topP, 0, Penalties.NONE, Map.of(), OptionalInt.empty(), Set.of(), null, seed);
    }

    /** The likeliest token always. */
    public static Sampling greedy() {
        return new Sampling(0, 0, 1, 0);
    }

    /** The same with another {@link #minP}. */
    public Sampling withMinP(double least) {
        return new Sampling(temperature, topK, topP, least, penalties, bias, logProbabilities, allowed, schema, seed);
    }

    /** The same with other penalties. */
    public Sampling withPenalties(Penalties others) {
        return new Sampling(temperature, topK, topP, minP, others, bias, logProbabilities, allowed, schema, seed);
    }

    /** The same with another {@link #bias}. */
    public Sampling withBias(Map<Integer, Double> other) {
        return new Sampling(temperature, topK, topP, minP, penalties, other, logProbabilities, allowed, schema, seed);
    }

    /** The same, telling the log-probability of every token and so many of the likeliest. */
    public Sampling withLogProbabilities(int likeliest) {
        return new Sampling(
                temperature, topK, topP, minP, penalties, bias, OptionalInt.of(likeliest), allowed, schema, seed);
    }

    /** The same, choosing from no other tokens. */
    public Sampling withAllowed(Set<Integer> only) {
        return new Sampling(temperature, topK, topP, minP, penalties, bias, logProbabilities, only, schema, seed);
    }

    /** The same, held to a schema. */
    public Sampling withSchema(JsonSchema held) {
        return new Sampling(temperature, topK, topP, minP, penalties, bias, logProbabilities, allowed, held, seed);
    }
}
