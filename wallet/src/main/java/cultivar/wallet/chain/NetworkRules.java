package cultivar.wallet.chain;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the user allows on a network. A sum is what a transaction can cost at most, its fee included, in wei.
 *
 * @param enabled false if nothing may be sent there
 * @param perTransaction the most that is sent without the password being given again; null for any sum
 * @param perDay the most in 24 hours without the password being given again; null for any sum
 * @param confirmations blocks, its own included, after which a transaction counts as settled
 */
public record NetworkRules(
        boolean enabled,
        @Nullable BigInteger perTransaction,
        @Nullable BigInteger perDay,
        int confirmations) {
    private static final BigInteger COIN = BigInteger.TEN.pow(18);

    /** What holds until the user says otherwise: real coin is not touched at all. */
    public static NetworkRules usual(Network network) {
        if (network.isEmbedded()) {
            return new NetworkRules(true, null, null, 1);
        }
        return network.demo()
                ? new NetworkRules(true, null, null, 3)
                : new NetworkRules(false, COIN.divide(BigInteger.valueOf(20)), COIN.divide(BigInteger.valueOf(5)), 12);
    }
}
