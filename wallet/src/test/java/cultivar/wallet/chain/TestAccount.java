package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Rlp;
import cultivar.wallet.codec.Secp256k1;
import cultivar.wallet.codec.Signature;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account whose key comes from its name, so that tests know all addresses and hashes beforehand. */
final class TestAccount {
    private static final BigInteger GWEI = BigInteger.TEN.pow(9);

    private final byte[] key;
    private final Address address;

    TestAccount(String name) {
        this.key = Keccak.hash(name);
        this.address = Address.ofPublicKey(Secp256k1.publicKey(key));
    }

    Address address() {
        return address;
    }

    /** A signed transaction of the demo chain; fees in 10^9 wei, null for a contract to be made. */
    byte[] sign(long nonce, long tip, long most, long gas, @Nullable Address to, BigInteger value, byte[] data) {
        List<Rlp> fields = new ArrayList<>(List.of(
                Rlp.of(31_337),
                Rlp.of(nonce),
                Rlp.of(GWEI.multiply(BigInteger.valueOf(tip))),
                Rlp.of(GWEI.multiply(BigInteger.valueOf(most))),
                Rlp.of(gas),
                Rlp.of(to == null ? new byte[0] : to.bytes()),
                Rlp.of(value),
                Rlp.of(data),
                Rlp.list()));
        Signature signature = Secp256k1.sign(Keccak.hash(typed(fields)), key);
        fields.addAll(List.of(Rlp.of(signature.yParity()), Rlp.of(signature.r()), Rlp.of(signature.s())));
        return typed(fields);
    }

    private static byte[] typed(List<Rlp> fields) {
        byte[] body = Rlp.list(fields).encode();
        byte[] out = new byte[body.length + 1];
        out[0] = 2;
        System.arraycopy(body, 0, out, 1, body.length);
        return out;
    }
}
