package cultivar.wallet.rewards;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * One share of a pool that is paid out by roots. Amounts in the currency's smallest units, hashes in hexadecimal.
 *
 * @param number its number; the contributors' pot has the number of its pool
 * @param funded all that came in
 * @param claimed all that went out
 * @param epoch number of the last root, counted from one; zero before the first
 * @param readyAt when the last root pays
 * @param last the last root
 * @param before the root of the epoch before
 */
public record Pot(
        BigInteger number,
        BigInteger funded,
        BigInteger claimed,
        long epoch,
        Instant readyAt,
        String last,
        String before) {
    /** The pot that pays a pool's stakers. */
    public static BigInteger stakersOf(BigInteger pool) {
        return pool.setBit(255);
    }

    /** Whether the last root still waits at this time. */
    public boolean waits(Instant now) {
        return epoch > 0 && now.isBefore(readyAt);
    }

    /** The roots that pay at this time, the newest first. */
    public List<String> paying(Instant now) {
        if (epoch == 0) {
            return List.of();
        }
        return waits(now) ? List.of(before) : List.of(last, before);
    }
}
