package cultivar.wallet.evm;

/**
 * Arithmetic on 256-bit words that lie in an array as four limbs of 64 bits, the lowest first. Each operation takes the
 * word at {@code a} and the word at {@code b} and leaves its result at {@code b}; nothing is made on the way.
 */
final class Limbs {
    /** Limbs of a word. */
    static final int COUNT = 4;

    private Limbs() {}

    static void add(long[] w, int a, int b) {
        long carry = 0;
        for (int i = 0; i < COUNT; i++) {
            long sum = w[a + i] + w[b + i];
            long out = sum + carry;
            // Both cannot overflow at once.
            carry = Long.compareUnsigned(sum, w[a + i]) < 0 || Long.compareUnsigned(out, sum) < 0 ? 1 : 0;
            w[b + i] = out;
        }
    }

    static void subtract(long[] w, int a, int b) {
        long borrow = 0;
        for (int i = 0; i < COUNT; i++) {
            long difference = w[a + i] - w[b + i];
            long out = difference - borrow;
            borrow = Long.compareUnsigned(w[a + i], w[b + i]) < 0 || Long.compareUnsigned(difference, borrow) < 0
                    ? 1
                    : 0;
            w[b + i] = out;
        }
    }

    static void multiply(long[] w, int a, int b) {
        if (isSmall(w, a) && isSmall(w, b)) {
            long x = w[a];
            long y = w[b];
            w[b] = x * y;
            w[b + 1] = Math.unsignedMultiplyHigh(x, y);
            return;
        }
        long b0 = w[b];
        long b1 = w[b + 1];
        long b2 = w[b + 2];
        long b3 = w[b + 3];
        clear(w, b);
        row(w, a, b, b0, 0);
        row(w, a, b, b1, 1);
        row(w, a, b, b2, 2);
        row(w, a, b, b3, 3);
    }

    /** Adds a times a limb, moved up by some limbs. What would lie above 256 bits is left out. */
    private static void row(long[] w, int a, int out, long factor, int shift) {
        if (factor == 0) {
            return;
        }
        long carry = 0;
        for (int i = 0; i + shift < COUNT; i++) {
            long low = w[a + i] * factor;
            long high = Math.unsignedMultiplyHigh(w[a + i], factor);
            long sum = low + carry;
            high += Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
            long all = w[out + shift + i] + sum;
            high += Long.compareUnsigned(all, sum) < 0 ? 1 : 0;
            w[out + shift + i] = all;
            carry = high;
        }
    }

    /** True if the word fits into one limb. */
    static boolean isSmall(long[] w, int at) {
        return (w[at + 1] | w[at + 2] | w[at + 3]) == 0;
    }

    static boolean isZero(long[] w, int at) {
        return (w[at] | w[at + 1] | w[at + 2] | w[at + 3]) == 0;
    }

    static boolean isNegative(long[] w, int at) {
        return w[at + 3] < 0;
    }

    static boolean equal(long[] w, int a, int b) {
        return w[a] == w[b] && w[a + 1] == w[b + 1] && w[a + 2] == w[b + 2] && w[a + 3] == w[b + 3];
    }

    static boolean less(long[] w, int a, int b) {
        for (int i = COUNT - 1; i > 0; i--) {
            if (w[a + i] != w[b + i]) {
                return Long.compareUnsigned(w[a + i], w[b + i]) < 0;
            }
        }
        return Long.compareUnsigned(w[a], w[b]) < 0;
    }

    static boolean lessSigned(long[] w, int a, int b) {
        return isNegative(w, a) == isNegative(w, b) ? less(w, a, b) : isNegative(w, a);
    }

    static void set(long[] w, int at, long value) {
        w[at] = value;
        w[at + 1] = 0;
        w[at + 2] = 0;
        w[at + 3] = 0;
    }

    static void set(long[] w, int at, boolean truth) {
        set(w, at, truth ? 1 : 0);
    }

    static void clear(long[] w, int at) {
        set(w, at, 0);
    }

    /** The bits above the word's end become {@code fill}, all zeros or all ones. */
    static void shiftRight(long[] w, int at, int bits, long fill) {
        int whole = bits / Long.SIZE;
        int part = bits % Long.SIZE;
        for (int i = 0; i < COUNT; i++) {
            long low = i + whole < COUNT ? w[at + i + whole] : fill;
            long high = i + whole + 1 < COUNT ? w[at + i + whole + 1] : fill;
            w[at + i] = part == 0 ? low : (low >>> part) | (high << (Long.SIZE - part));
        }
    }

    static void shiftLeft(long[] w, int at, int bits) {
        int whole = bits / Long.SIZE;
        int part = bits % Long.SIZE;
        for (int i = COUNT - 1; i >= 0; i--) {
            long high = i - whole >= 0 ? w[at + i - whole] : 0;
            long low = i - whole - 1 >= 0 ? w[at + i - whole - 1] : 0;
            w[at + i] = part == 0 ? high : (high << part) | (low >>> (Long.SIZE - part));
        }
    }
}
