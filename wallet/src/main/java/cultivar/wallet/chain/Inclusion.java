package cultivar.wallet.chain;

import java.math.BigInteger;

/**
 * A transaction in a block.
 *
 * @param hash the transaction's
 * @param block the block's number
 * @param blockHash the block's hash, which a reorganisation changes
 * @param succeeded false if it was undone and only its fee was paid
 * @param fee wei that were paid for gas
 */
public record Inclusion(String hash, long block, String blockHash, boolean succeeded, BigInteger fee) {}
