package cultivar.wallet.rewards;

import cultivar.wallet.codec.Address;
import java.time.Duration;

/**
 * Who gets what of each fee, in ten-thousandths; contributors get what is left.
 *
 * @param platform who gets the platform's share
 * @param platformShare the platform's part
 * @param builderShare the part of the adapter's owner
 * @param stakersShare the part of those who stake on its datanets
 * @param delay how long a root waits before it pays, one hour to thirty days
 * @param operator who posts roots
 * @param guardian who may challenge a root that waits; {@link Address#ZERO} for nobody
 */
public record PoolTerms(
        Address platform,
        int platformShare,
        int builderShare,
        int stakersShare,
        Duration delay,
        Address operator,
        Address guardian) {
    private static final int WHOLE = 10_000;

    /** What is left for contributors; below 0 where the other parts come to more than the fee. */
    public int contributorsShare() {
        return WHOLE - platformShare - builderShare - stakersShare;
    }
}
