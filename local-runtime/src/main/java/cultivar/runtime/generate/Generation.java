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
}
