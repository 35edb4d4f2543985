package cultivar.runtime.generate;

/**
 * What was generated.
 *
 * @param ids the new tokens, without the end token that stopped them
 * @param tokensPerSecond new tokens a second after the first one
 * @param firstTokenSeconds from the call to the first token
 */
public record Generation(
        int[] promptIds,
        int[] ids,
        String text,
        double tokensPerSecond,
        double firstTokenSeconds,
        StopReason stopReason) {

    /** Why it ended. */
    public enum StopReason {
        END_TOKEN,
        MAX_TOKENS,
        CONTEXT_FULL,
        CANCELLED
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
        return new Generation(continuation.promptIds(), ids, continuation.text(), rate, firstNanos / 1e9, reason);
    }
}
