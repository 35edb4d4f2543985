package cultivar.app.chat.store;

/**
 * How one has done in votes.
 *
 * @param hash of the adapter's weights; empty for the base
 * @param votes in which it took part
 * @param best in which it was found the best
 * @param same in which all were found the same
 * @param bad in which all were found bad
 */
public record Tally(String name, String hash, double strength, int votes, int best, int same, int bad) {
    /** Whether it is a base model; the hash of an adapter's weights could not always be told. */
    public boolean ofBase() {
        return hash.isEmpty() && strength == 0;
    }

    /** In which another was found the best. */
    public int lost() {
        return votes - best - same - bad;
    }
}
