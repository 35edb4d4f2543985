package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Rlp;
import java.math.BigInteger;
import java.util.List;

/**
 * What a contract wrote down for those outside.
 *
 * @param address the contract
 * @param topics none to four words by which logs are found
 * @param data the rest
 */
public record Log(Address address, List<BigInteger> topics, byte[] data) {
    /** Its form in receipts and in the hash of logs. */
    public Rlp rlp() {
        return Rlp.list(
                Rlp.of(address.bytes()),
                Rlp.list(topics.stream().map(t -> Rlp.of(Word.bytes(t))).toList()),
                Rlp.of(data));
    }
}
