package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.function.LongFunction;

/**
 * The block in which code runs, as far as code can see it.
 *
 * @param chainId which chain it is
 * @param number its height
 * @param timestamp seconds since 1970
 * @param coinbase who gets the fees
 * @param gasLimit gas that the block may use
 * @param baseFee wei that are burnt for each unit of gas
 * @param random what PREVRANDAO gives
 * @param blobBaseFee wei for each unit of blob gas
 * @param hashes hash of an earlier block by its number
 */
public record Block(
        long chainId,
        long number,
        long timestamp,
        Address coinbase,
        BigInteger gasLimit,
        BigInteger baseFee,
        BigInteger random,
        BigInteger blobBaseFee,
        LongFunction<BigInteger> hashes) {

    /** Blob gas that one blob uses (EIP-4844). */
    static final long GAS_PER_BLOB = 131_072;

    private static final BigInteger UPDATE_FRACTION = BigInteger.valueOf(3_338_477);

    /** Base fee of blob gas for an excess: e^(excess / 3338477) by its series, as EIP-4844 writes it. */
    public static BigInteger blobBaseFee(BigInteger excessBlobGas) {
        BigInteger sum = BigInteger.ZERO;
        BigInteger term = UPDATE_FRACTION;
        for (long i = 1; term.signum() > 0; i++) {
            sum = sum.add(term);
            term = term.multiply(excessBlobGas).divide(UPDATE_FRACTION.multiply(BigInteger.valueOf(i)));
        }
        return sum.divide(UPDATE_FRACTION);
    }
}
