package cultivar.wallet.evm;

import java.math.BigInteger;

/** Instructions 0x01 to 0x1d: arithmetic, comparison and bits. */
final class ArithmeticOps {
    private static final long EXPONENT_BYTE = 50;

    private ArithmeticOps() {}

    static void run(Frame frame, int opcode) {
        Stack stack = frame.stack;
        switch (opcode) {
            case Opcodes.ISZERO -> Limbs.set(stack.words(), stack.top(), Limbs.isZero(stack.words(), stack.top()));
            case Opcodes.NOT -> not(stack.words(), stack.top());
            case Opcodes.ADDMOD -> {
                BigInteger sum = stack.pop().add(stack.pop());
                stack.push(modulo(sum, stack.pop()));
            }
            case Opcodes.MULMOD -> {
                BigInteger product = stack.pop().multiply(stack.pop());
                stack.push(modulo(product, stack.pop()));
            }
            case Opcodes.EXP -> {
                int b = stack.drop();
                frame.charge(EXPONENT_BYTE * byteLength(stack.words(), b));
                power(stack.words(), b + Limbs.COUNT, b);
            }
            default -> {
                int b = stack.drop();
                binary(opcode, stack.words(), b + Limbs.COUNT, b);
            }
        }
    }

    /** The word at {@code a} was on top. */
    private static void binary(int opcode, long[] w, int a, int b) {
        switch (opcode) {
            case Opcodes.ADD -> Limbs.add(w, a, b);
            case Opcodes.MUL -> Limbs.multiply(w, a, b);
            case Opcodes.SUB -> Limbs.subtract(w, a, b);
            case Opcodes.DIV, Opcodes.SDIV, Opcodes.MOD, Opcodes.SMOD -> divide(opcode, w, a, b);
            case Opcodes.SIGNEXTEND -> extendSign(w, a, b);
            case Opcodes.LT -> Limbs.set(w, b, Limbs.less(w, a, b));
            case Opcodes.GT -> Limbs.set(w, b, Limbs.less(w, b, a));
            case Opcodes.SLT -> Limbs.set(w, b, Limbs.lessSigned(w, a, b));
            case Opcodes.SGT -> Limbs.set(w, b, Limbs.lessSigned(w, b, a));
            case Opcodes.EQ -> Limbs.set(w, b, Limbs.equal(w, a, b));
            case Opcodes.BYTE -> byteAt(w, a, b);
            case Opcodes.SHL -> Limbs.shiftLeft(w, b, distance(w, a));
            case Opcodes.SHR -> Limbs.shiftRight(w, b, distance(w, a), 0);
            case Opcodes.SAR -> Limbs.shiftRight(w, b, distance(w, a), Limbs.isNegative(w, b) ? -1 : 0);
            default -> bitwise(opcode, w, a, b);
        }
    }

    private static void bitwise(int opcode, long[] w, int a, int b) {
        for (int i = 0; i < Limbs.COUNT; i++) {
            w[b + i] = switch (opcode) {
                case Opcodes.AND -> w[a + i] & w[b + i];
                case Opcodes.OR -> w[a + i] | w[b + i];
                case Opcodes.XOR -> w[a + i] ^ w[b + i];
                default -> throw Halt.badInstruction(opcode);
            };
        }
    }

    private static void not(long[] w, int at) {
        for (int i = 0; i < Limbs.COUNT; i++) {
            w[at + i] = ~w[at + i];
        }
    }

    /** Quotients and remainders; those by zero are zero. Small numbers, the rule in practice, need no objects. */
    private static void divide(int opcode, long[] w, int a, int b) {
        boolean quotient = opcode == Opcodes.DIV || opcode == Opcodes.SDIV;
        if (Limbs.isZero(w, b)) {
            return;
        }
        if (Limbs.isSmall(w, a) && Limbs.isSmall(w, b)) {
            w[b] = quotient ? Long.divideUnsigned(w[a], w[b]) : Long.remainderUnsigned(w[a], w[b]);
            return;
        }
        BigInteger x = Word.of(w, a);
        BigInteger y = Word.of(w, b);
        if (opcode == Opcodes.SDIV || opcode == Opcodes.SMOD) {
            x = Word.signed(x);
            y = Word.signed(y);
        }
        Word.put(Word.wrap(quotient ? x.divide(y) : x.remainder(y)), w, b);
    }

    private static BigInteger modulo(BigInteger value, BigInteger modulus) {
        return modulus.signum() == 0 ? modulus : value.mod(modulus);
    }

    private static int bitLength(long[] w, int at) {
        for (int i = Limbs.COUNT - 1; i >= 0; i--) {
            if (w[at + i] != 0) {
                return Long.SIZE * (i + 1) - Long.numberOfLeadingZeros(w[at + i]);
            }
        }
        return 0;
    }

    private static int byteLength(long[] w, int at) {
        return (bitLength(w, at) + 7) / 8;
    }

    /** Squares and multiplies, the exponent's highest bit first; an even base ends in zero soon, but that is rare. */
    private static void power(long[] w, int base, int exponent) {
        long[] v = new long[3 * Limbs.COUNT];
        int result = 0;
        int copy = Limbs.COUNT;
        int factor = 2 * Limbs.COUNT;
        v[result] = 1;
        System.arraycopy(w, base, v, factor, Limbs.COUNT);
        for (int bit = bitLength(w, exponent) - 1; bit >= 0; bit--) {
            System.arraycopy(v, result, v, copy, Limbs.COUNT);
            Limbs.multiply(v, copy, result);
            if ((w[exponent + bit / Long.SIZE] >>> (bit % Long.SIZE) & 1) == 1) {
                Limbs.multiply(v, factor, result);
            }
        }
        System.arraycopy(v, result, w, exponent, Limbs.COUNT);
    }

    /** The lowest {@code size + 1} bytes read as a signed number. */
    private static void extendSign(long[] w, int size, int value) {
        if (!Limbs.isSmall(w, size) || Long.compareUnsigned(w[size], Word.BYTES - 1) >= 0) {
            return;
        }
        int spare = 8 * (Word.BYTES - 1 - (int) w[size]);
        Limbs.shiftLeft(w, value, spare);
        Limbs.shiftRight(w, value, spare, Limbs.isNegative(w, value) ? -1 : 0);
    }

    private static void byteAt(long[] w, int index, int value) {
        if (!Limbs.isSmall(w, index) || Long.compareUnsigned(w[index], Word.BYTES) >= 0) {
            Limbs.clear(w, value);
            return;
        }
        Limbs.shiftRight(w, value, 8 * (Word.BYTES - 1 - (int) w[index]), 0);
        Limbs.set(w, value, w[value] & 255);
    }

    /** How far to shift; beyond the word's length all the same. */
    private static int distance(long[] w, int at) {
        return Limbs.isSmall(w, at) && w[at] >= 0 ? (int) Math.min(w[at], 256) : 256;
    }
}
