package cultivar.wallet.evm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A frame's stack of at most 1024 words, kept as {@link Limbs}: almost every instruction works on it, so it makes no
 * objects where numbers stay on it. Who runs an instruction has looked whether there are enough words and enough room.
 */
final class Stack {
    static final int LIMIT = 1024;

    /** More than any length or offset that could be paid for; sums of a few of it do not overflow. */
    static final long FAR = 1L << 60;

    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private long[] words = new long[16 * Limbs.COUNT];
    private int end;

    int size() {
        return end / Limbs.COUNT;
    }

    /** All limbs; those of the top word begin at {@link #top()}. Another push may replace the array. */
    long[] words() {
        return words;
    }

    int top() {
        return end - Limbs.COUNT;
    }

    /** Takes the top word off and returns where the next one begins; the one taken off still lies behind it. */
    int drop() {
        end -= Limbs.COUNT;
        return end - Limbs.COUNT;
    }

    private int grow() {
        if (end == words.length) {
            words = Arrays.copyOf(words, 2 * words.length);
        }
        int at = end;
        end += Limbs.COUNT;
        return at;
    }

    /** A number that is not negative. */
    void push(long value) {
        int at = grow();
        Limbs.set(words, at, value);
    }

    void push(BigInteger word) {
        if (word.bitLength() < Long.SIZE) {
            push(word.longValue());
        } else {
            pushBytes(Word.bytes(word), 0);
        }
    }

    /** The 32 bytes from an offset on. */
    void pushBytes(byte[] bytes, int offset) {
        int at = grow();
        for (int i = 0; i < Limbs.COUNT; i++) {
            words[at + Limbs.COUNT - 1 - i] = (long) BIG_ENDIAN.get(bytes, offset + Long.BYTES * i);
        }
    }

    /** The number that the last bytes of the 32 from an offset on make; those before them may be anything. */
    void pushBytes(byte[] bytes, int offset, int length) {
        pushBytes(bytes, offset);
        int unwanted = 8 * (Word.BYTES - length);
        int top = top();
        for (int i = Limbs.COUNT - 1; i >= 0 && unwanted > 0; i--, unwanted -= Long.SIZE) {
            words[top + i] = unwanted >= Long.SIZE ? 0 : words[top + i] & (-1L >>> unwanted);
        }
    }

    BigInteger pop() {
        end -= Limbs.COUNT;
        if (Limbs.isSmall(words, end) && words[end] >= 0) {
            return BigInteger.valueOf(words[end]);
        }
        byte[] bytes = new byte[Word.BYTES];
        copyTo(bytes, 0);
        return new BigInteger(1, bytes);
    }

    /** The number, or {@link #FAR} where it is larger. */
    long popBounded() {
        end -= Limbs.COUNT;
        return Limbs.isSmall(words, end) && words[end] >= 0 ? Math.min(words[end], FAR) : FAR;
    }

    boolean popIsZero() {
        end -= Limbs.COUNT;
        return Limbs.isZero(words, end);
    }

    /** The lowest eight bits. */
    byte popByte() {
        end -= Limbs.COUNT;
        return (byte) words[end];
    }

    /** Writes the word as 32 bytes, the highest first. */
    void popTo(byte[] bytes, int offset) {
        end -= Limbs.COUNT;
        copyTo(bytes, offset);
    }

    private void copyTo(byte[] bytes, int offset) {
        for (int i = 0; i < Limbs.COUNT; i++) {
            BIG_ENDIAN.set(bytes, offset + Long.BYTES * i, words[end + Limbs.COUNT - 1 - i]);
        }
    }

    /** Copies the word that lies {@code depth} below the top (1 is the top). */
    void duplicate(int depth) {
        int at = grow();
        System.arraycopy(words, at - Limbs.COUNT * depth, words, at, Limbs.COUNT);
    }

    /** Swaps the top with the word {@code depth} below it. */
    void swap(int depth) {
        int top = top();
        int other = top - Limbs.COUNT * depth;
        for (int i = 0; i < Limbs.COUNT; i++) {
            long limb = words[top + i];
            words[top + i] = words[other + i];
            words[other + i] = limb;
        }
    }
}
