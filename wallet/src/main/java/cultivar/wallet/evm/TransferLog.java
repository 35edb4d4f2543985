package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Keccak;
import java.math.BigInteger;
import java.util.List;

/**
 * A movement of the chain's own coin told as if it were a token's: an ERC-20 transfer of the address 0xeeee...eeee. Nodes
 * that follow transfers in a simulation do so.
 */
public final class TransferLog {
    /** Where the coin seems to live. */
    public static final Address COIN = Address.parse("0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee");

    private static final BigInteger TRANSFER = new BigInteger(1, Keccak.hash("Transfer(address,address,uint256)"));

    private TransferLog() {}

    static Log of(Address from, Address to, BigInteger amount) {
        return new Log(COIN, List.of(TRANSFER, from.word(), to.word()), Word.bytes(amount));
    }
}
