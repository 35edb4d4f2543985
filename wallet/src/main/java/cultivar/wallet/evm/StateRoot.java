package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Rlp;
import cultivar.wallet.evm.trie.Trie;
import java.math.BigInteger;

/** The hash that commits to every account of a state (Yellow Paper, section 4.1). */
public final class StateRoot {
    private StateRoot() {}

    /** Computes it from nothing; 32 bytes. */
    public static byte[] of(WorldState state) {
        Trie accounts = new Trie();
        for (Address address : state.addresses()) {
            Rlp account = Rlp.list(
                    Rlp.of(new BigInteger(Long.toUnsignedString(state.nonce(address)))),
                    Rlp.of(state.balance(address)),
                    Rlp.of(state.storageRoot(address)),
                    Rlp.of(state.codeOf(address).hash()));
            accounts.put(Keccak.hash(address.bytes()), account.encode());
        }
        return accounts.root();
    }
}
