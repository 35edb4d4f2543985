package cultivar.wallet.codec;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256 in its original padding, as Ethereum uses it (not SHA3-256). */
public final class Keccak {
    private final KeccakDigest digest = new KeccakDigest(256);

    /** Starts a hash over bytes that come in parts. */
    public Keccak() {}

    /** Adds a part. */
    public Keccak update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return this;
    }

    /** The 32 bytes; the object starts afresh. */
    public byte[] digest() {
        byte[] out = new byte[32];
        digest.doFinal(out, 0);
        return out;
    }

    /** Hash of these bytes, 32 bytes. */
    public static byte[] hash(byte[] bytes) {
        return new Keccak().update(bytes, 0, bytes.length).digest();
    }

    /** Hash of the text's UTF-8 bytes. */
    public static byte[] hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
