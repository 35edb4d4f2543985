package cultivar.wallet.chain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Amounts of coin in words. */
public final class Coins {
    private static final int DECIMALS = 18;
    private static final MathContext SHORT = new MathContext(4, RoundingMode.UP);

    private Coins() {}

    /** Wei as coin with at most four digits that count, rounded up: {@code 0.0003241 ETH}. */
    public static String text(BigInteger wei, String coin) {
        BigDecimal whole = new BigDecimal(wei, DECIMALS);
        BigDecimal rounded = whole.precision() - whole.scale() > SHORT.getPrecision()
                ? whole.setScale(0, RoundingMode.UP)
                : whole.round(SHORT);
        return rounded.signum() == 0
                ? "0 " + coin
                : rounded.stripTrailingZeros().toPlainString() + " " + coin;
    }
}
