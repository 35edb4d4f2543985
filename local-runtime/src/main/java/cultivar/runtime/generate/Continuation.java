package cultivar.runtime.generate;

import cultivar.runtime.generate.Generation.StopReason;
import cultivar.runtime.schema.JsonConstraint;
import cultivar.runtime.text.TextStream;
import cultivar.runtime.text.Tokenizer;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes on from a prompt token by token, given the logits for each: draws, turns tokens into text, and knows when to end.
 * What it draws depends on its own seed and logits alone. Not for several threads at once.
 */
public final class Continuation {
    /**
     * One new token.
     *
     * @param text the characters that can be given now: what it completed and what was held back, but nothing that is or may
     *     become part of a stop string. An end token, too, can bring what was held back.
     * @param end why nothing comes after it, or null
     * @param logProbabilities if they were asked for
     */
    public record Step(
            int id,
            String text,
            @Nullable StopReason end,
            @Nullable LogProbabilities logProbabilities) {
        /** Without log-probabilities. */
        public Step(int id, String text, @Nullable StopReason end) {
            this(id, text, end, null);
        }
    }

    private final int[] promptIds;
    private final Sampling sampling;
    private final Stopping stopping;
    private final LogitRules rules;
    private final Sampler sampler;
    private final TextStream stream;
    private final StopStrings stops;
    private final @Nullable JsonConstraint constraint;
    private final Set<Integer> endIds;
    private final int limit;
    private final StringBuilder text = new StringBuilder();
    private int[] ids = new int[16];
    private int count;

    /**
     * @param room how many tokens the model's context has left after the prompt, at least 1
     * @throws cultivar.runtime.schema.SchemaException if this tokenizer cannot be held to the schema
     */
    public Continuation(Tokenizer tokenizer, int[] promptIds, Sampling sampling, Stopping stopping, int room) {
        this.promptIds = promptIds;
        this.sampling = sampling;
        this.stopping = stopping;
        this.rules = new LogitRules(sampling, promptIds);
        this.sampler = new Sampler(sampling);
        this.stream = tokenizer.stream();
        this.stops = new StopStrings(stopping.strings());
        this.constraint = sampling.schema() == null ? null : sampling.schema().begin(tokenizer);
        this.endIds = tokenizer.endIds();
        this.limit = Math.min(stopping.maxTokens(), room);
    }

    /**
     * The next token.
     *
     * @param logits one for each token of the vocabulary; may be written over
     */
    public Step next(float[] logits) {
        if (sampling.logProbabilities().isEmpty()) {
            return take(choose(logits), null);
        }
        float[] own = logits.clone();
        int id = choose(logits);
        int likeliest = sampling.logProbabilities().getAsInt();
        return take(id, LogProbabilities.of(own, id, likeliest));
    }

    private int choose(float[] logits) {
        rules.apply(logits);
        withholdEnds(logits);
        if (constraint != null) {
            constraint.restrict(logits);
        }
        return sampler.choose(logits);
    }

    /** A schema alone says where an answer ends, as nothing else might be able to come there. */
    private void withholdEnds(float[] logits) {
        if (count < stopping.minTokens() && constraint == null) {
            endIds.forEach(id -> withhold(id, logits));
            stopping.tokenIds().forEach(id -> withhold(id, logits));
        }
    }

    private static void withhold(int id, float[] logits) {
        if (id < logits.length) {
            logits[id] = Float.NEGATIVE_INFINITY;
        }
    }

    private Step take(int id, @Nullable LogProbabilities likely) {
        if (endIds.contains(id) && (!stopping.ignoreEos() || constraint != null)) {
            return last(id, give(stream.flush()), StopReason.END_TOKEN, likely);
        }
        if (stopping.tokenIds().contains(id)) {
            return last(id, give(stream.flush()), StopReason.STOP_TOKEN, likely);
        }
        rules.took(id);
        if (constraint != null) {
            constraint.take(id);
        }
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
        String piece = give(stream.feed(id));
        boolean over = constraint != null && constraint.isOver();
        if (stops.found() != null || over || count == limit) {
            StopReason end = over
                    ? StopReason.COMPLETE
                    : stopping.maxTokens() == limit ? StopReason.MAX_TOKENS : StopReason.CONTEXT_FULL;
            return last(id, piece + give(stream.flush()), end, likely);
        }
        return new Step(id, piece, null, likely);
    }

    /** The last step, with all that is still held back unless a stop string was found. */
    private Step last(int id, String piece, StopReason otherwise, @Nullable LogProbabilities likely) {
        String rest = stops.rest();
        text.append(rest);
        return new Step(id, piece + rest, stops.found() == null ? otherwise : StopReason.STOP_STRING, likely);
    }

    private String give(String piece) {
        String given = stops.found() == null ? stops.take(piece, count > stopping.minTokens()) : "";
        text.append(given);
        return given;
    }

    public int[] promptIds() {
        return promptIds;
    }

    /** The new tokens so far, without the end token or other that stopped them but with those of a stop string. */
    public int[] ids() {
        return Arrays.copyOf(ids, count);
    }

    /** The stop string that ended the text, or null. */
    public @Nullable String stopString() {
        return stops.found();
    }

    /** The new text so far, without what is held back. */
    public String text() {
        return text.toString();
    }
}
