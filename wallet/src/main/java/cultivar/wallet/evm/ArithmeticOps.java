package cultivar.wallet.evm;

import java.math.BigInteger;

/** Instructions 0x01 to 0x1d: arithmetic, comparison and bits. */
final class ArithmeticOps {
    private ArithmeticOps() {}

    static void run(Frame frame, int opcode) {
        BigInteger a = frame.pop();
        if (opcode == 0x15) {
            frame.push(Word.of(a.signum() == 0));
            return;
        }
        if (opcode == 0x19) {
            frame.push(Word.wrap(a.not()));
            return;
        }
        BigInteger b = frame.pop();
        frame.push(
                switch (opcode) {
                    case 0x08 -> modulo(a.add(b), frame.pop());
                    case 0x09 -> modulo(a.multiply(b), frame.pop());
                    case 0x0a -> power(frame, a, b);
                    default -> binary(opcode, a, b);
                });
    }

    private static BigInteger binary(int opcode, BigInteger a, BigInteger b) {
        return switch (opcode) {
            case 0x01 -> Word.wrap(a.add(b));
            case 0x02 -> Word.wrap(a.multiply(b));
            case 0x03 -> Word.wrap(a.subtract(b));
            case 0x04 -> b.signum() == 0 ? b : a.divide(b);
            case 0x05 -> b.signum() == 0 ? b : Word.wrap(Word.signed(a).divide(Word.signed(b)));
            case 0x06 -> modulo(a, b);
            case 0x07 -> b.signum() == 0 ? b : Word.wrap(Word.signed(a).remainder(Word.signed(b)));
            case 0x0b -> extendSign(a, b);
            case 0x10 -> Word.of(a.compareTo(b) < 0);
            case 0x11 -> Word.of(a.compareTo(b) > 0);
            case 0x12 -> Word.of(Word.signed(a).compareTo(Word.signed(b)) < 0);
            case 0x13 -> Word.of(Word.signed(a).compareTo(Word.signed(b)) > 0);
            case 0x14 -> Word.of(a.equals(b));
            case 0x16 -> a.and(b);
            case 0x17 -> a.or(b);
            case 0x18 -> a.xor(b);
            case 0x1a -> byteAt(a, b);
            case 0x1b -> a.bitLength() > 8 ? BigInteger.ZERO : Word.wrap(b.shiftLeft(a.intValue()));
            case 0x1c -> a.bitLength() > 8 ? BigInteger.ZERO : b.shiftRight(a.intValue());
            case 0x1d -> Word.wrap(Word.signed(b).shiftRight(a.bitLength() > 8 ? 256 : a.intValue()));
            default -> throw Halt.badInstruction(opcode);
        };
    }

    private static BigInteger modulo(BigInteger value, BigInteger modulus) {
        return modulus.signum() == 0 ? modulus : value.mod(modulus);
    }

    private static BigInteger power(Frame frame, BigInteger base, BigInteger exponent) {
        frame.charge(50L * ((exponent.bitLength() + 7) / 8));
        return base.modPow(exponent, Word.MODULUS);
    }

    /** The lowest {@code size + 1} bytes read as a signed number. */
    private static BigInteger extendSign(BigInteger size, BigInteger value) {
        if (size.bitLength() > 5 || size.intValue() == 31) {
            return value;
        }
        int bits = 8 * (size.intValue() + 1);
        BigInteger low = value.mod(BigInteger.ONE.shiftLeft(bits));
        return low.testBit(bits - 1) ? Word.wrap(low.subtract(BigInteger.ONE.shiftLeft(bits))) : low;
    }

    private static BigInteger byteAt(BigInteger index, BigInteger value) {
        return index.bitLength() > 5
                ? BigInteger.ZERO
                : value.shiftRight(8 * (31 - index.intValue())).and(BigInteger.valueOf(255));
    }
}
