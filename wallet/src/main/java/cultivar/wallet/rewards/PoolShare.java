package cultivar.wallet.rewards;

import java.math.BigInteger;

/** The parts of a pool's fees that their owners take out themselves; everybody else is paid by epochs. */
public enum PoolShare {
    /** The part of the platform that the pool names. */
    PLATFORM,
    /** The part of the adapter's owner. */
    BUILDER;

    /** What the contract calls it. */
    BigInteger number() {
        return switch (this) {
            case PLATFORM -> BigInteger.ZERO;
            case BUILDER -> BigInteger.ONE;
        };
    }
}
