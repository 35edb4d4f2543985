package cultivar.runtime.generate;

/** Follows a generation on the thread that generates. */
@FunctionalInterface
public interface TokenListener {
    /**
     * Called for every new token, and for an end token where characters were held back until it.
     *
     * @param text the characters that it completed, which may be none
     * @return false to stop here
     */
    boolean onToken(int id, String text);
}
