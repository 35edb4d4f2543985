package cultivar.wallet.signing;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Amounts to the last digit: what is signed is never rounded. */
public final class Amounts {
    /** Places behind the point of a chain's own coin. */
    public static final int COIN = 18;

    /** From here on nobody means a number; some tokens use the greatest of 96 bits for it. */
    private static final BigInteger LIMITLESS = BigInteger.ONE.shiftLeft(128);

    private static final BigInteger LIMITLESS_96 = BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE);

    /** More digits before the point than any contract can book. */
    private static final int MOST_DIGITS = 78;

    private Amounts() {}

    /**
     * What a person wrote in whole units, in the smallest ones.
     *
     * @param decimals places behind the point
     * @throws ArithmeticException if it is finer than the smallest unit, or longer than any amount
     */
    public static BigInteger units(BigDecimal whole, int decimals) {
        BigDecimal plain = whole.stripTrailingZeros();
        // A short text such as 1e999999999 is a number that no memory holds.
        if (plain.scale() > decimals || plain.precision() - (long) plain.scale() > MOST_DIGITS) {
            throw new ArithmeticException(
                    "an amount has at most " + MOST_DIGITS + " digits before the point and " + decimals + " behind it");
        }
        return plain.movePointRight(decimals).toBigIntegerExact();
    }

    /** The amount in whole units with its symbol. */
    public static String text(BigInteger amount, int decimals, String symbol) {
        BigDecimal whole = new BigDecimal(amount, decimals);
        return (whole.signum() == 0 ? "0" : whole.stripTrailingZeros().toPlainString()) + " " + symbol;
    }

    /** Wei in coin. */
    public static String coin(BigInteger wei, String symbol) {
        return text(wei, COIN, symbol);
    }

    /** Whether an allowance of this size has no end in practice. */
    public static boolean limitless(BigInteger allowance) {
        return allowance.compareTo(LIMITLESS) >= 0 || allowance.equals(LIMITLESS_96);
    }
}
