package cultivar.wallet.transaction;

/**
 * What became of something that was sent.
 *
 * @param before as it was known
 * @param after as it is now
 */
public record Change(Entry before, Entry after) {
    /** True if a reorganisation of the chain took away what was in a block; it is sent again by itself. */
    public boolean isRemoval() {
        return before.inclusion().isPresent() && after.inclusion().isEmpty();
    }
}
