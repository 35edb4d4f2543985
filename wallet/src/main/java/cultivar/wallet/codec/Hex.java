package cultivar.wallet.codec;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;

/** Hexadecimal text with the prefix {@code 0x}, as in Ethereum's JSON. */
public final class Hex {
    private static final HexFormat FORMAT = HexFormat.of();

    private Hex() {}

    /** All bytes in lower case with the prefix. */
    public static String encode(byte[] bytes) {
        return "0x" + FORMAT.formatHex(bytes);
    }

    /** A number without leading zeros; zero is {@code 0x0}. */
    public static String quantity(BigInteger value) {
        return "0x" + value.toString(16);
    }

    /** See {@link #quantity(BigInteger)}. */
    public static String quantity(long value) {
        return "0x" + Long.toHexString(value);
    }

    /**
     * Bytes of a text with or without prefix, in either case.
     *
     * @throws IllegalArgumentException if it has another character or an odd number of digits
     */
    public static byte[] decode(String text) {
        String digits = digits(text);
        try {
            return FORMAT.parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not hexadecimal: " + shorten(text), e);
        }
    }

    /**
     * A number of a text with or without prefix; nothing after the prefix is zero.
     *
     * @throws IllegalArgumentException if it is not hexadecimal
     */
    public static BigInteger number(String text) {
        String digits = digits(text);
        if (digits.isEmpty()) {
            return BigInteger.ZERO;
        }
        if (!digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            throw new IllegalArgumentException("not a hexadecimal number: " + shorten(text));
        }
        return new BigInteger(digits, 16);
    }

    /** True if the text is the prefix and exactly that many bytes. */
    public static boolean isBytes(String text, int length) {
        if (text.length() != 2 + 2 * length || !text.startsWith("0x")) {
            return false;
        }
        return text.toLowerCase(Locale.ROOT).substring(2).chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0);
    }

    private static String digits(String text) {
        return text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    }

    private static String shorten(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
