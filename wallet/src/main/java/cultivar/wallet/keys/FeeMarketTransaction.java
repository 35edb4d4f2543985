package cultivar.wallet.keys;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Rlp;
import cultivar.wallet.codec.Signature;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of EIP-1559 before it is signed. Amounts in wei.
 *
 * @param chainId the only chain on which the signature is valid
 * @param nonce how many transactions the sender sent before
 * @param maxPriorityFee most that the block's maker gets for each unit of gas
 * @param maxFee most that is paid in all for each unit of gas
 * @param gasLimit most gas that may be used
 * @param to the receiver; null makes a contract from the data
 * @param value coin sent along
 * @param data call data or a contract's creation code
 */
public record FeeMarketTransaction(
        long chainId,
        long nonce,
        BigInteger maxPriorityFee,
        BigInteger maxFee,
        BigInteger gasLimit,
        @Nullable Address to,
        BigInteger value,
        byte[] data) {

    /** Most wei that this can cost in fees. */
    public BigInteger maxCost() {
        return gasLimit.multiply(maxFee);
    }

    /** Keccak-256 of what is signed. */
    byte[] signingHash() {
        return Keccak.hash(typed(fields()));
    }

    /** The bytes to broadcast. */
    byte[] encode(Signature signature) {
        List<Rlp> all = fields();
        all.add(Rlp.of(signature.yParity()));
        all.add(Rlp.of(signature.r()));
        all.add(Rlp.of(signature.s()));
        return typed(all);
    }

    private List<Rlp> fields() {
        return new ArrayList<>(List.of(
                Rlp.of(chainId),
                Rlp.of(nonce),
                Rlp.of(maxPriorityFee),
                Rlp.of(maxFee),
                Rlp.of(gasLimit),
                Rlp.of(to == null ? new byte[0] : to.bytes()),
                Rlp.of(value),
                Rlp.of(data),
                Rlp.list()));
    }

    /**
     * Reads the bytes that are broadcast, without its signature.
     *
     * @throws IllegalArgumentException if they are no transaction of this kind
     */
    public static FeeMarketTransaction decode(byte[] raw) {
        if (raw.length == 0 || raw[0] != 2) {
            throw new IllegalArgumentException("not a transaction of EIP-1559");
        }
        List<Rlp> f = Rlp.decode(Arrays.copyOfRange(raw, 1, raw.length)).asList();
        byte[] to = f.get(5).asBytes();
        return new FeeMarketTransaction(
                f.get(0).asNumber().longValueExact(),
                f.get(1).asNumber().longValueExact(),
                f.get(2).asNumber(),
                f.get(3).asNumber(),
                f.get(4).asNumber(),
                to.length == 0 ? null : Address.of(to),
                f.get(6).asNumber(),
                f.get(7).asBytes());
    }

    private static byte[] typed(List<Rlp> fields) {
        byte[] body = Rlp.list(fields).encode();
        byte[] out = new byte[body.length + 1];
        out[0] = 2;
        System.arraycopy(body, 0, out, 1, body.length);
        return out;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FeeMarketTransaction that && Arrays.equals(signingHash(), that.signingHash());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signingHash());
    }
}
