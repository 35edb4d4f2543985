package cultivar.wallet.keys;

import cultivar.wallet.codec.Secp256k1;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Private keys derived from a seed along m/44'/60'/0'/0/i (BIP-32, BIP-44). */
final class HdKeys {
    private static final int HARDENED = 0x80000000;
    private static final byte[] MASTER = "Bitcoin seed".getBytes(StandardCharsets.UTF_8);

    private HdKeys() {}

    /** The private key of account {@code index}, 32 bytes. The caller wipes it. */
    static byte[] derive(byte[] seed, int index) {
        byte[] node = node(seed, 44 | HARDENED, 60 | HARDENED, HARDENED, 0, index);
        byte[] key = Arrays.copyOf(node, 32);
        Arrays.fill(node, (byte) 0);
        return key;
    }

    /** The node at the end of a path: 32 bytes of key, then 32 bytes of chain code. The caller wipes it. */
    static byte[] node(byte[] seed, int... path) {
        byte[] node = hmac(MASTER, seed);
        for (int step : path) {
            byte[] child = child(node, step);
            Arrays.fill(node, (byte) 0);
            node = child;
        }
        return node;
    }

    private static byte[] child(byte[] node, int step) {
        byte[] key = Arrays.copyOf(node, 32);
        byte[] chainCode = Arrays.copyOfRange(node, 32, 64);
        byte[] head = step < 0 ? concat(new byte[1], key) : Secp256k1.compressedPublicKey(key);
        byte[] data = ByteBuffer.allocate(37).put(head).putInt(step).array();
        byte[] out = hmac(chainCode, data);
        BigInteger left = new BigInteger(1, Arrays.copyOf(out, 32));
        BigInteger sum = left.add(new BigInteger(1, key)).mod(Secp256k1.ORDER);
        if (left.compareTo(Secp256k1.ORDER) >= 0 || sum.signum() == 0) {
            // One in 2^127: BIP-32 says to take the next index, which no wallet has ever had to do.
            throw new WalletException("This phrase has no account at that place; use another account.");
        }
        byte[] bytes = sum.toByteArray();
        int from = Math.max(0, bytes.length - 32);
        Arrays.fill(out, 0, 32, (byte) 0);
        System.arraycopy(bytes, from, out, 32 - (bytes.length - from), bytes.length - from);
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(key, (byte) 0);
        Arrays.fill(head, (byte) 0);
        Arrays.fill(data, (byte) 0);
        return out;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] out = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, out, a.length, b.length);
        return out;
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(key, "HmacSHA512"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-512", e);
        }
    }
}
