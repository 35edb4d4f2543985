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
    /** In which another was found the best. */
    public int lost() {
        return votes - best - same - bad;
    }
}
