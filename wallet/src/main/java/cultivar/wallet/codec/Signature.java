package cultivar.wallet.codec;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * An ECDSA signature over secp256k1 that lets the signer's key be recovered.
 *
 * @param r x coordinate of the ephemeral point, modulo the order
 * @param s the proof
 * @param yParity 0 or 1: the parity of the ephemeral point's y coordinate
 */
public record Signature(BigInteger r, BigInteger s, int yParity) {
    /** The 65 bytes {@code r || s || v} with v 27 or 28, as EIP-191 and EIP-712 signatures are exchanged. */
    public byte[] bytes() {
        byte[] out = new byte[65];
        put(r, out, 0);
        put(s, out, 32);
        out[64] = (byte) (27 + yParity);
        return out;
    }

    /**
     * Reads what {@link #bytes()} writes.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Signature of(byte[] bytes) {
        if (bytes.length != 65 || (bytes[64] != 27 && bytes[64] != 28)) {
            throw new IllegalArgumentException("a signature has 65 bytes and ends in 27 or 28");
        }
        return new Signature(
                new BigInteger(1, Arrays.copyOfRange(bytes, 0, 32)),
                new BigInteger(1, Arrays.copyOfRange(bytes, 32, 64)),
                bytes[64] - 27);
    }

    private static void put(BigInteger number, byte[] out, int offset) {
        byte[] bytes = number.toByteArray();
        int from = Math.max(0, bytes.length - 32);
        int length = bytes.length - from;
        System.arraycopy(bytes, from, out, offset + 32 - length, length);
    }
}
