package cultivar.wallet.rewards;

import java.math.BigInteger;
import java.util.List;

/**
 * What an account earned in one epoch of a pot.
 *
 * @param posted the epoch's root on the chain
 * @param scope what the leaf begins with
 * @param cumulative what the leaf says: all that was earned since the pot began
 * @param earned what this epoch added to the epochs before it whose trees are here
 * @param proof the siblings from the leaf to the root
 * @param standing how it stands
 */
public record EpochShare(
        PostedRoot posted,
        String scope,
        BigInteger cumulative,
        BigInteger earned,
        List<byte[]> proof,
        Standing standing) {
    /** Keeps its own copy. */
    public EpochShare {
        proof = List.copyOf(proof);
    }
}
