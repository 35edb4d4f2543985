package cultivar.wallet.evm;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/** Precompiled contracts 6, 7 and 8: addition, multiplication and the pairing check on bn254 (EIP-196, EIP-197). */
final class Bn254 {
    static final BigInteger ORDER =
            new BigInteger("21888242871839275222246405745257275088548364400416034343698204186575808495617");

    private static final ECCurve G1 =
            new ECCurve.Fp(Extension.P, BigInteger.ZERO, BigInteger.valueOf(3), ORDER, BigInteger.ONE);
    private static final int PAIR = 192;

    private Bn254() {}

    static byte[] add(byte[] input) {
        return bytes(point(input, 0).add(point(input, 2)));
    }

    static byte[] multiply(byte[] input) {
        return bytes(point(input, 0).multiply(number(input, 2).mod(ORDER)));
    }

    static long pairingGas(byte[] input) {
        return 45_000 + 34_000L * (input.length / PAIR);
    }

    /** One if the product of the pairings of all pairs is one, else zero. */
    static byte[] pairing(byte[] input) {
        if (input.length % PAIR != 0) {
            throw Halt.badCode("the input of the pairing is no whole number of pairs");
        }
        Extension product = Extension.constant(BigInteger.ONE, 12);
        for (int at = 0; at < input.length; at += PAIR) {
            byte[] pair = Arrays.copyOfRange(input, at, at + PAIR);
            ECPoint p = point(pair, 0);
            Pairing.Point q = twisted(pair);
            if (!p.isInfinity() && !q.isInfinity()) {
                product = product.multiply(Pairing.millerLoop(q, x(p), y(p)));
            }
        }
        return Word.bytes(Word.of(Pairing.isOne(product)));
    }

    private static ECPoint point(byte[] input, int word) {
        BigInteger x = number(input, word);
        BigInteger y = number(input, word + 1);
        if (x.signum() == 0 && y.signum() == 0) {
            return G1.getInfinity();
        }
        requireField(x);
        requireField(y);
        try {
            return G1.validatePoint(x, y);
        } catch (IllegalArgumentException e) {
            throw Halt.badCode("a point does not lie on bn254");
        }
    }

    /** The point of the second group; its coordinates come with the imaginary part first. */
    private static Pairing.Point twisted(byte[] pair) {
        BigInteger[] words = new BigInteger[4];
        for (int i = 0; i < words.length; i++) {
            words[i] = number(pair, 2 + i);
            requireField(words[i]);
        }
        Extension x = Extension.of(words[1], words[0]);
        Extension y = Extension.of(words[3], words[2]);
        Pairing.Point point = new Pairing.Point(x, y);
        if (!point.isInfinity() && !Pairing.isInSecondGroup(point)) {
            throw Halt.badCode("a point does not lie in bn254's second group");
        }
        return point;
    }

    private static void requireField(BigInteger value) {
        if (value.compareTo(Extension.P) >= 0) {
            throw Halt.badCode("a coordinate is no element of bn254's field");
        }
    }

    private static BigInteger number(byte[] input, int word) {
        return Word.of(Word.slice(input, BigInteger.valueOf(32L * word), Word.BYTES));
    }

    private static BigInteger x(ECPoint point) {
        return point.normalize().getAffineXCoord().toBigInteger();
    }

    private static BigInteger y(ECPoint point) {
        return point.normalize().getAffineYCoord().toBigInteger();
    }

    private static byte[] bytes(ECPoint point) {
        byte[] out = new byte[2 * Word.BYTES];
        if (!point.isInfinity()) {
            System.arraycopy(Word.bytes(x(point)), 0, out, 0, Word.BYTES);
            System.arraycopy(Word.bytes(y(point)), 0, out, Word.BYTES, Word.BYTES);
        }
        return out;
    }
}
