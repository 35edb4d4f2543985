package cultivar.wallet.codec;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Keys and signatures on the curve secp256k1 (SEC 1, SEC 2). */
public final class Secp256k1 {
    private static final ECDomainParameters CURVE = new ECDomainParameters(CustomNamedCurves.getByName("secp256k1"));
    private static final BigInteger FIELD = CURVE.getCurve().getField().getCharacteristic();

    /** Order of the group. */
    public static final BigInteger ORDER = CURVE.getN();

    /** Half the order: a signature whose s lies above is refused by chains (EIP-2). */
    public static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

    private Secp256k1() {}

    /** Public key of a private key (32 bytes): x and y, 64 bytes. */
    public static byte[] publicKey(byte[] privateKey) {
        byte[] encoded = point(privateKey).getEncoded(false);
        return Arrays.copyOfRange(encoded, 1, 65);
    }

    /** Public key of a private key (32 bytes) in the compressed form, 33 bytes. */
    public static byte[] compressedPublicKey(byte[] privateKey) {
        return point(privateKey).getEncoded(true);
    }

    private static ECPoint point(byte[] privateKey) {
        return new FixedPointCombMultiplier()
                .multiply(CURVE.getG(), new BigInteger(1, privateKey))
                .normalize();
    }

    /**
     * Signs a hash of 32 bytes; deterministic (RFC 6979), s in the lower half. The key's number form lives only for
     * the length of the call, yet the collector decides when its memory is used again.
     */
    public static Signature sign(byte[] hash, byte[] privateKey) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, privateKey), CURVE));
        BigInteger[] pair = signer.generateSignature(hash);
        BigInteger r = pair[0];
        BigInteger s = pair[1].compareTo(HALF_ORDER) > 0 ? ORDER.subtract(pair[1]) : pair[1];
        byte[] own = publicKey(privateKey);
        for (int parity = 0; parity < 2; parity++) {
            Signature candidate = new Signature(r, s, parity);
            if (recoverKey(hash, candidate)
                    .filter(key -> Arrays.equals(key, own))
                    .isPresent()) {
                return candidate;
            }
        }
        throw new IllegalStateException("the signature does not lead back to its key");
    }

    /** Address of the account that signed this hash, or nothing if no key fits. */
    public static Optional<Address> recover(byte[] hash, Signature signature) {
        return recoverKey(hash, signature).map(Address::ofPublicKey);
    }

    /** SEC 1, section 4.1.6, without the rare second candidate for x, which Ethereum does not use. */
    private static Optional<byte[]> recoverKey(byte[] hash, Signature signature) {
        BigInteger r = signature.r();
        BigInteger s = signature.s();
        if (r.signum() <= 0 || s.signum() <= 0 || r.compareTo(ORDER) >= 0 || s.compareTo(ORDER) >= 0) {
            return Optional.empty();
        }
        if (r.compareTo(FIELD) >= 0) {
            return Optional.empty();
        }
        byte[] compressed = new byte[33];
        compressed[0] = (byte) (2 + signature.yParity());
        byte[] x = r.toByteArray();
        int from = Math.max(0, x.length - 32);
        System.arraycopy(x, from, compressed, 33 - (x.length - from), x.length - from);
        ECPoint ephemeral;
        try {
            ephemeral = CURVE.getCurve().decodePoint(compressed);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no point has this x
        }
        BigInteger inverse = r.modInverse(ORDER);
        BigInteger e = new BigInteger(1, hash);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(
                        CURVE.getG(),
                        inverse.multiply(e.negate()).mod(ORDER),
                        ephemeral,
                        inverse.multiply(s).mod(ORDER))
                .normalize();
        if (key.isInfinity()) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(key.getEncoded(false), 1, 65));
    }
}
