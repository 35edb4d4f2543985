package cultivar.wallet.registry;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;

/**
 * A registration that is in a block.
 *
 * @param network short name of the network
 * @param chainId its number
 * @param transaction the transaction's hash
 * @param tokenId the adapter's token
 * @param block the block's number
 * @param contract the registry
 * @param gasUsed gas that it took
 * @param fee wei that it cost
 */
public record Registration(
        String network,
        long chainId,
        String transaction,
        BigInteger tokenId,
        long block,
        Address contract,
        long gasUsed,
        BigInteger fee) {
    private static final int SHORT = 64;

    /** The token as people write it: its number, or the adapter's hash where that is the number. */
    public String token() {
        return tokenId.bitLength() <= SHORT ? tokenId.toString() : AdapterEvent.hash(tokenId);
    }
}
