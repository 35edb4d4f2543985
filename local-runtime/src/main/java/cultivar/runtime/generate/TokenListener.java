package cultivar.runtime.generate;

/** Follows a generation on the thread that generates. */
@FunctionalInterface
public interface TokenListener {
    /**
     * Called for every new token.
     *
     * @param text the characters that it completed, which may be none
     * @return false to stop here
     */
    boolean onToken(int id, String text);
}
