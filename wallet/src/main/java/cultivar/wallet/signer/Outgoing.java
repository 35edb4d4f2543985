package cultivar.wallet.signer;

import cultivar.wallet.chain.Fees;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.FeeMarketTransaction;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A transaction with its fee, before it has a nonce. Amounts in wei.
 *
 * @param chainId the only chain on which it will be valid
 * @param from who signs and pays
 * @param to the receiver; null makes a contract from the data
 * @param value coin sent along
 * @param data call data or a contract's creation code
 * @param gasLimit most gas that may be used
 * @param fees what is offered for a unit of gas
 * @param purpose what it is for, in one line for people
 */
public record Outgoing(
        long chainId,
        Address from,
        @Nullable Address to,
        BigInteger value,
        byte[] data,
        BigInteger gasLimit,
        Fees fees,
        String purpose) {
    /** What to allow where so much gas is expected: a fifth more, since the chain goes on until it is in a block. */
    public static BigInteger limit(BigInteger expected) {
        return expected.multiply(BigInteger.valueOf(6)).divide(BigInteger.valueOf(5));
    }

    /** Most wei that this can cost, fee and value. */
    public BigInteger maxCost() {
        return gasLimit.multiply(fees.most()).add(value);
    }

    /** The same with a nonce, ready to be signed. */
    public FeeMarketTransaction at(long nonce) {
        return new FeeMarketTransaction(chainId, nonce, fees.priority(), fees.most(), gasLimit, to, value, data);
    }
}
