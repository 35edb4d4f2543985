package cultivar.runtime.api;

import cultivar.runtime.generate.Penalties;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.generate.Stopping;
import cultivar.runtime.schema.JsonSchema;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are drawn and when an answer ends, as a request says it: {@code temperature, top_p, presence_penalty,
 * frequency_penalty, logit_bias, seed, stop} as with OpenAI, where the temperature is 1 unless it is said; {@code top_k} (-1
 * or 0 for all), {@code min_p, repetition_penalty, ignore_eos, stop_token_ids, min_tokens, allowed_token_ids} as with vLLM.
 */
final class SamplingFields {
    private static final RandomGenerator SEEDS = new SecureRandom();
    private static final int MOST_STOPS = 16;
    private static final int LONGEST_STOP = 1000;
    private static final double MOST_BIAS = 100;
    private static final double MOST_PENALTY = 2;

    private final Fields fields;
    private final ServedModel model;
    private final @Nullable JsonSchema schema;

    SamplingFields(Fields fields, ServedModel model, Schemas schemas) {
        this.fields = fields;
        this.model = model;
        this.schema = schemas.of(fields);
    }

    /** The seed that was asked for, or any. */
    private long seed() {
        return fields.large("seed", SEEDS.nextLong(), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * How one of several choices is drawn: each with a seed of its own, the next after that of the one before where one was
     * asked for, as with vLLM.
     *
     * @param logProbabilities how many of the likeliest tokens are told, empty to tell nothing
     */
    Sampling sampling(int choice, OptionalInt logProbabilities) {
        double topP = fields.number("top_p", 1, 0, 1);
        if (topP == 0) {
            throw fields.wrong("top_p", "above 0");
        }
        double repetition = fields.number("repetition_penalty", 1, 0, MOST_PENALTY);
        if (repetition == 0) {
            throw fields.wrong("repetition_penalty", "above 0");
        }
        Sampling sampling = new Sampling(
                        fields.number("temperature", 1, 0, 2),
                        Math.max(0, fields.whole("top_k", 0, -1, Integer.MAX_VALUE)),
                        topP,
                        seed() + choice)
                .withMinP(fields.number("min_p", 0, 0, 1))
                .withPenalties(new Penalties(
                        repetition,
                        fields.number("presence_penalty", 0, -MOST_PENALTY, MOST_PENALTY),
                        fields.number("frequency_penalty", 0, -MOST_PENALTY, MOST_PENALTY)))
                .withBias(bias())
                .withAllowed(allowed());
        if (schema != null) {
            sampling = sampling.withSchema(schema);
        }
        return logProbabilities.isPresent() ? sampling.withLogProbabilities(logProbabilities.getAsInt()) : sampling;
    }

    private Map<Integer, Double> bias() {
        Map<Integer, Double> bias = new HashMap<>();
        fields.object("logit_bias").ifPresent(given -> {
            for (String name : given.json().propertyNames()) {
                bias.put(id(name), given.number(name, 0, -MOST_BIAS, MOST_BIAS));
            }
        });
        return bias;
    }

    private int id(String name) {
        if (!name.matches("[0-9]{1,9}") || Integer.parseInt(name) >= model.vocabulary()) {
            throw fields.wrong(
                    "logit_bias", "by ids of this model's tokens, below " + model.vocabulary() + ", not " + name);
        }
        return Integer.parseInt(name);
    }

    private Set<Integer> allowed() {
        Set<Integer> allowed = tokens("allowed_token_ids");
        if (!allowed.isEmpty() && schema != null) {
            throw fields.wrong("allowed_token_ids", "left out where a schema says what may be answered");
        }
        return allowed;
    }

    private Set<Integer> tokens(String name) {
        Set<Integer> ids = new HashSet<>();
        if (fields.has(name)) {
            fields.list(name);
            for (int id : new PromptField(model).ids(fields, name, fields.node(name))) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** @param maxTokens at most so many new tokens */
    Stopping stopping(int maxTokens) {
        List<String> stops = fields.texts("stop");
        if (stops.size() > MOST_STOPS
                || stops.stream().anyMatch(stop -> stop.isEmpty() || stop.length() > LONGEST_STOP)) {
            throw fields.wrong("stop", "at most " + MOST_STOPS + " texts of 1 to " + LONGEST_STOP + " letters");
        }
        int least = fields.whole("min_tokens", 0, 0, maxTokens);
        Set<Integer> ends = tokens("stop_token_ids");
        checkSomethingComes(least, ends);
        return new Stopping(maxTokens, least, stops, ends, fields.flag("ignore_eos", false));
    }

    /** Where all that is allowed would end the answer, no token could come before it may end. */
    private void checkSomethingComes(int least, Set<Integer> ends) {
        Set<Integer> left = tokens("allowed_token_ids");
        boolean all = left.isEmpty();
        left.removeAll(ends);
        left.removeAll(model.tokenizer().endIds());
        if (least > 0 && !all && left.isEmpty()) {
            throw fields.wrong(
                    "allowed_token_ids", "of other tokens too than those that end an answer, for min_tokens");
        }
    }
}
