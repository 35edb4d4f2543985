package cultivar.wallet.rewards;

import java.math.BigInteger;
import java.util.List;

/**
 * Something that an account can claim now.
 *
 * @param pot the pot
 * @param adapter the adapter that earned it
 * @param root the root that it is proven under
 * @param cumulative what the leaf says
 * @param amount what is left of it
 * @param proof the siblings from the leaf to the root
 */
public record ClaimItem(
        BigInteger pot, BigInteger adapter, String root, BigInteger cumulative, BigInteger amount, List<byte[]> proof) {
    /** Keeps its own copy. */
    public ClaimItem {
        proof = List.copyOf(proof);
    }
}
