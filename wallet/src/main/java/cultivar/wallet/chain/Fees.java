package cultivar.wallet.chain;

import java.math.BigInteger;

/**
 * What to offer for a unit of gas, in wei.
 *
 * @param priority tip for the block's maker
 * @param most the most that is paid in all; leaves room for the base fee to double
 */
public record Fees(BigInteger priority, BigInteger most) {}
