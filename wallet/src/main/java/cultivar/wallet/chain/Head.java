package cultivar.wallet.chain;

import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest block that a node knows.
 *
 * @param number its place in the chain
 * @param hash its hash, hexadecimal with {@code 0x}
 * @param time when it was made, as its maker says
 * @param baseFee wei for a unit of gas; null on chains without EIP-1559
 */
public record Head(
        long number, String hash, Instant time, @Nullable BigInteger baseFee) {}
