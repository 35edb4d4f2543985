package cultivar.wallet.rewards;

import java.math.BigInteger;
import java.time.Instant;

/**
 * A root that an operator posted.
 *
 * @param pot the pot
 * @param epoch its number
 * @param root 32 bytes in hexadecimal
 * @param total sum of its leaves
 * @param readyAt when it pays, unless it is challenged before
 * @param block where it is on the chain
 * @param challenged whether the guardian removed it while it waited
 */
public record PostedRoot(
        BigInteger pot, long epoch, String root, BigInteger total, Instant readyAt, long block, boolean challenged) {
    PostedRoot removed() {
        return new PostedRoot(pot, epoch, root, total, readyAt, block, true);
    }
}
