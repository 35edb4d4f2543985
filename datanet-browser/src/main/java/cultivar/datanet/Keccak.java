package cultivar.datanet;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256 as Ethereum uses it (the padding of the original submission, not that of SHA-3). */
public final class Keccak {
    private final KeccakDigest digest = new KeccakDigest(256);

    /** Hashes one message; returns 32 bytes. */
    public static byte[] hash(byte[] message) {
        return new Keccak().update(message, 0, message.length).finish();
    }

    /** Adds bytes to the message. One object can be used for many messages, by one thread at a time. */
    public Keccak update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return this;
    }

    /** Ends the message and returns its 32 bytes; the object is then ready for the next message. */
    public byte[] finish() {
        byte[] out = new byte[32];
        digest.doFinal(out, 0);
        return out;
    }
}
