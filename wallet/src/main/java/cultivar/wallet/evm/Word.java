package cultivar.wallet.evm;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Numbers of 256 bits: always from 0 to 2^256 - 1, read as signed only where an instruction says so. */
final class Word {
    static final int BYTES = 32;
    static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);
    private static final BigInteger MASK = MODULUS.subtract(BigInteger.ONE);

    private Word() {}

    /** The lowest 256 bits; negative numbers become their two's complement. */
    static BigInteger wrap(BigInteger value) {
        return value.signum() >= 0 && value.bitLength() <= 256 ? value : value.and(MASK);
    }

    /** The number read as two's complement. */
    static BigInteger signed(BigInteger word) {
        return word.testBit(255) ? word.subtract(MODULUS) : word;
    }

    static BigInteger of(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    /** The word whose limbs begin there. */
    static BigInteger of(long[] words, int at) {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        for (int i = Limbs.COUNT - 1; i >= 0; i--) {
            out.putLong(words[at + i]);
        }
        return of(out.array());
    }

    /** Writes a number as limbs. */
    static void put(BigInteger word, long[] words, int at) {
        ByteBuffer in = ByteBuffer.wrap(bytes(word));
        for (int i = Limbs.COUNT - 1; i >= 0; i--) {
            words[at + i] = in.getLong();
        }
    }

    static BigInteger of(boolean truth) {
        return truth ? BigInteger.ONE : BigInteger.ZERO;
    }

    /** 32 bytes, the highest first. */
    static byte[] bytes(BigInteger word) {
        byte[] all = word.toByteArray();
        if (all.length == BYTES) {
            return all;
        }
        byte[] out = new byte[BYTES];
        int length = Math.min(all.length, BYTES);
        System.arraycopy(all, all.length - length, out, BYTES - length, length);
        return out;
    }

    /** The number, or the limit where it is larger. */
    static long clamp(BigInteger word, long limit) {
        return word.bitLength() > 63 ? limit : Math.min(word.longValue(), limit);
    }

    /** Bytes from an offset on, zeros where the source ends. */
    static byte[] slice(byte[] source, BigInteger offset, int length) {
        return slice(source, clamp(offset, source.length), length);
    }

    /** See {@link #slice(byte[], BigInteger, int)}; the offset is not negative. */
    static byte[] slice(byte[] source, long offset, int length) {
        byte[] out = new byte[length];
        int from = (int) Math.min(offset, source.length);
        System.arraycopy(source, from, out, 0, Math.min(length, source.length - from));
        return out;
    }

    /** Words that so many bytes fill. */
    static long count(long bytes) {
        return (bytes + BYTES - 1) / BYTES;
    }
}
