package cultivar.wallet.evm;

import java.math.BigInteger;

/** Precompiled contract 5: a power modulo a number of any length (EIP-198), at the prices of EIP-2565. */
final class Modexp {
    private static final int HEAD = 96;
    private static final BigInteger LEAST_GAS = BigInteger.valueOf(200);

    private Modexp() {}

    static long gas(byte[] input) {
        BigInteger baseLength = length(input, 0);
        BigInteger exponentLength = length(input, 1);
        BigInteger modulusLength = length(input, 2);
        BigInteger words =
                baseLength.max(modulusLength).add(BigInteger.valueOf(7)).shiftRight(3);
        BigInteger gas = words.multiply(words)
                .multiply(iterations(input, baseLength, exponentLength))
                .divide(BigInteger.valueOf(3))
                .max(LEAST_GAS);
        return Word.clamp(gas, Long.MAX_VALUE);
    }

    private static BigInteger iterations(byte[] input, BigInteger baseLength, BigInteger exponentLength) {
        int headLength = (int) Word.clamp(exponentLength, Word.BYTES);
        BigInteger head = Word.of(Word.slice(input, baseLength.add(BigInteger.valueOf(HEAD)), headLength));
        BigInteger highest = BigInteger.valueOf(Math.max(0, head.bitLength() - 1));
        BigInteger beyond =
                exponentLength.subtract(BigInteger.valueOf(Word.BYTES)).max(BigInteger.ZERO);
        return beyond.shiftLeft(3).add(highest).max(BigInteger.ONE);
    }

    static byte[] run(byte[] input) {
        BigInteger baseLength = length(input, 0);
        BigInteger exponentLength = length(input, 1);
        BigInteger modulusLength = length(input, 2);
        if (baseLength.signum() == 0 && modulusLength.signum() == 0) {
            return new byte[0];
        }
        BigInteger start = BigInteger.valueOf(HEAD);
        BigInteger base = number(input, start, baseLength);
        BigInteger exponent = number(input, start.add(baseLength), exponentLength);
        BigInteger modulus = number(input, start.add(baseLength).add(exponentLength), modulusLength);
        byte[] out = new byte[size(modulusLength)];
        if (modulus.signum() != 0) {
            byte[] result = base.modPow(exponent, modulus).toByteArray();
            int length = Math.min(result.length, out.length);
            System.arraycopy(result, result.length - length, out, out.length - length, length);
        }
        return out;
    }

    private static BigInteger length(byte[] input, int index) {
        return Word.of(Word.slice(input, BigInteger.valueOf(32L * index), Word.BYTES));
    }

    private static BigInteger number(byte[] input, BigInteger offset, BigInteger length) {
        return Word.of(Word.slice(input, offset, size(length)));
    }

    /** Lengths were paid for, so only ones that fit get here, save where the price is nought. */
    private static int size(BigInteger length) {
        if (length.bitLength() > 30) {
            throw Halt.outOfGas();
        }
        return length.intValue();
    }
}
