package cultivar.wallet.chain;

/** How soon a transaction should be in a block, which is a matter of its fee. */
public enum Speed {
    /** Cheap; waits while others are in a hurry. */
    SLOW,
    /** In one of the next blocks. */
    USUAL,
    /** In the next block, also when fees rise. */
    FAST
}
