package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;

/**
 * A call of one account to another, or the run of a contract's creation code.
 *
 * @param depth 0 for the transaction itself
 * @param caller who calls
 * @param self whose storage and balance the code works on
 * @param codeFrom whose code runs
 * @param value coin that the code sees
 * @param transfer true if the value moves from caller to self
 * @param input call data
 * @param gas what may be used
 * @param isStatic true if no state may change
 */
record Message(
        int depth,
        Address caller,
        Address self,
        Address codeFrom,
        BigInteger value,
        boolean transfer,
        byte[] input,
        long gas,
        boolean isStatic) {}
