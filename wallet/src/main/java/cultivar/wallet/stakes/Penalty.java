package cultivar.wallet.stakes;

import java.math.BigInteger;
import java.time.Instant;

/**
 * A penalty that waits.
 *
 * @param amount in wei
 * @param contested whether the staker contested it
 * @param upheld whether the arbiter let it stand
 * @param from when it can be carried out
 * @param to when it lapses
 */
public record Penalty(BigInteger amount, boolean contested, boolean upheld, Instant from, Instant to) {
    /** Where a penalty is. */
    public enum State {
        /** The staker may contest it. */
        WAITS,
        /** Anybody may carry it out. */
        STANDS,
        /** The arbiter is to decide. */
        CONTESTED,
        /** Anybody may end it. */
        LAPSED
    }

    /** Where it is at this time. */
    public State state(Instant now) {
        if (!now.isBefore(to)) {
            return State.LAPSED;
        }
        if (contested && !upheld) {
            return State.CONTESTED;
        }
        return now.isBefore(from) ? State.WAITS : State.STANDS;
    }
}
