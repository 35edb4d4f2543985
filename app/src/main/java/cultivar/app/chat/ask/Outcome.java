package cultivar.app.chat.ask;

/**
 * An answer that has ended, and how.
 *
 * @param text all of it
 * @param ids its tokens
 * @param tokensPerSecond after the first one
 * @param firstTokenSeconds from the question to the first token
 * @param hash SHA-256 of the adapter's weights in lower-case hex; empty for the base
 */
public record Outcome(
        String text, int[] ids, double tokensPerSecond, double firstTokenSeconds, Stop stop, String hash) {
    /** One that was stopped before a word of it had come. */
    static final Outcome NONE = new Outcome("", new int[0], 0, 0, Stop.STOPPED, "");

    /** Why nothing comes after it. */
    public enum Stop {
        END,
        STRING,
        LENGTH,
        CONTEXT,
        STOPPED,
        /** Nobody waited for the rest when the studio closed; what came is kept. */
        CUT
    }
}
