package cultivar.runtime.generate;

import cultivar.runtime.generate.Generation.StopReason;
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
     * @param text the characters that it completed, which may be none
     * @param end why nothing comes after it, or null
     */
    public record Step(int id, String text, @Nullable StopReason end) {}

    private final int[] promptIds;
    private final Stopping stopping;
    private final Sampler sampler;
    private final TextStream stream;
    private final Set<Integer> endIds;
    private final int limit;
    private final StringBuilder text = new StringBuilder();
    private int[] ids = new int[16];
    private int count;

    /**
     * @param room how many tokens the model's context has left after the prompt, at least 1
     */
    public Continuation(Tokenizer tokenizer, int[] promptIds, Sampling sampling, Stopping stopping, int room) {
        this.promptIds = promptIds;
        this.stopping = stopping;
        this.sampler = new Sampler(sampling);
        this.stream = tokenizer.stream();
        this.endIds = tokenizer.endIds();
        this.limit = Math.min(stopping.maxTokens(), room);
    }

    /**
     * The next token.
     *
     * @param logits one for each token of the vocabulary; may be written over
     */
    public Step next(float[] logits) {
        int id = sampler.choose(logits);
        if (!stopping.ignoreEos() && endIds.contains(id)) {
            return new Step(id, finish(), StopReason.END_TOKEN);
        }
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
        String piece = stream.feed(id);
        text.append(piece);
        if (count < limit) {
            return new Step(id, piece, null);
        }
        StopReason end = stopping.maxTokens() == limit ? StopReason.MAX_TOKENS : StopReason.CONTEXT_FULL;
        return new Step(id, piece + finish(), end);
    }

    private String finish() {
        String rest = stream.flush();
        text.append(rest);
        return rest;
    }

    public int[] promptIds() {
        return promptIds;
    }

    /** The new tokens so far, without the end token that stopped them. */
    public int[] ids() {
        return Arrays.copyOf(ids, count);
    }

    /** The new text so far. */
    public String text() {
        return text.toString();
    }
}
