package cultivar.wallet.evm;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * Precompiled contract 10: the proof that a blob's polynomial has a value at a point (EIP-4844). What is malformed fails as
 * it must; the proof itself needs the pairing of another curve, which the demo chain does not have, and is refused.
 */
final class PointEvaluation {
    static final long GAS = 50_000;

    private static final int LENGTH = 192;
    private static final int COMMITMENT = 96;
    private static final int PROOF = 144;
    private static final byte VERSION = 1;

    /** Order of BLS12-381, in which the point and the value are numbers. */
    private static final BigInteger ORDER =
            new BigInteger("52435875175126190479447740508185965837690552500527637822603658699938581184513");

    private PointEvaluation() {}

    static byte[] run(byte[] input) {
        if (input.length != LENGTH) {
            throw Halt.badCode("the input of a blob's evaluation has not " + LENGTH + " bytes");
        }
        byte[] hash = hash(Arrays.copyOfRange(input, COMMITMENT, PROOF));
        if (!Arrays.equals(hash, Arrays.copyOf(input, Word.BYTES))) {
            throw Halt.badCode("the commitment is not the blob's");
        }
        for (int word = 1; word <= 2; word++) {
            byte[] number = Arrays.copyOfRange(input, Word.BYTES * word, Word.BYTES * (word + 1));
            if (Word.of(number).compareTo(ORDER) >= 0) {
                throw Halt.badCode("the point or the value is no number of the blob's field");
            }
        }
        throw new UnsupportedOperationException(
                "The demo chain has no precompiled contract 10 (evaluation of a blob's polynomial).");
    }

    private static byte[] hash(byte[] commitment) {
        byte[] out = new byte[Word.BYTES];
        SHA256Digest digest = new SHA256Digest();
        digest.update(commitment, 0, commitment.length);
        digest.doFinal(out, 0);
        out[0] = VERSION;
        return out;
    }
}
