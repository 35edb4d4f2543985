package cultivar.runtime.generate;

import org.jspecify.annotations.Nullable;

/**
 * What was generated.
 *
 * @param ids the new tokens, without the end token or other that stopped them but with those of a stop string
 * @param text without the stop string that ended it
 * @param tokensPerSecond new tokens a second after the first one
 * @param firstTokenSeconds from the call to the first token
 * @param stopString the one that ended it, or null
 */
public record Generation(
        int[] promptIds,
        int[] ids,
        String text,
        double tokensPerSecond,
        double firstTokenSeconds,
        StopReason stopReason,
        @Nullable String stopString) {

    /** Why it ended. */
    public enum StopReason {
        END_TOKEN,
        STOP_STRING,
        /** A token that was named to end it. */
        STOP_TOKEN,
        /** The JSON that was asked for is whole, and nothing may come after it. */
        COMPLETE,
        MAX_TOKENS,
        CONTEXT_FULL,
        CANCELLED
    }

    /** One that no stop string ended. */
    public Generation(
            int[] promptIds,
            int[] ids,
            String text,
            double tokensPerSecond,
            double firstTokenSeconds,
            StopReason stopReason) {
        this(promptIds, ids, text, tokensPerSecond, firstTokenSeconds, stopReason, null);
    }

    /**
     * What a continuation came to.
     *
     * @param firstNanos from the call to the first token
     * @param restNanos from the first token to the end
     */
    public static Generation of(Continuation continuation, long firstNanos, long restNanos, StopReason reason) {
        int[] ids = continuation.ids();
        double rate = ids.length > 1 && restNanos > 0 ? (ids.length - 1) / (restNanos / 1e9) : 0;
        return new Generation(
                continuation.promptIds(),
                ids,
                continuation.text(),
                rate,
                firstNanos / 1e9,
                reason,
                continuation.stopString());
    }
}
