package cultivar.wallet.rewards;

import java.math.BigInteger;

/**
 * What came into a pool for those who take it out themselves and have not yet, in the currency's smallest units.
 *
 * @param platform the platform's part
 * @param builder the part of the adapter's owner
 */
public record PoolDues(BigInteger platform, BigInteger builder) {
    /** One of both. */
    public BigInteger of(PoolShare share) {
        return switch (share) {
            case PLATFORM -> platform;
            case BUILDER -> builder;
        };
    }
}
