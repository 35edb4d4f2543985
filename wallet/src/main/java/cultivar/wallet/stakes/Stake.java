package cultivar.wallet.stakes;

import java.math.BigInteger;
import java.time.Instant;

/**
 * Somebody's stake on a datanet. Amounts in wei.
 *
 * @param amount all of it, what leaves and what is held included
 * @param leaving the part that was asked back
 * @param leavesAt when that part can be taken
 * @param held the part that a penalty holds
 * @param quietUntil no penalty can be proposed before this time
 */
public record Stake(BigInteger amount, BigInteger leaving, Instant leavesAt, BigInteger held, Instant quietUntil) {
    /** What was not asked back yet. */
    public BigInteger staying() {
        return amount.subtract(leaving);
    }

    /** What can be taken at this time. */
    public BigInteger takeable(Instant now) {
        return now.isBefore(leavesAt) ? BigInteger.ZERO : leaving.min(amount.subtract(held));
    }

    /** The largest penalty. */
    public BigInteger mostPenalty() {
        return amount.shiftRight(1);
    }
}
