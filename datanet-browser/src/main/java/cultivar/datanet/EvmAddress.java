package cultivar.datanet;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The account that a contribution belongs to.
 *
 * @param value {@code 0x} and 40 hexadecimal digits in the mixed case of EIP-55
 */
public record EvmAddress(String value) implements Comparable<EvmAddress> {
    private static final Pattern SHAPE = Pattern.compile("0x[0-9a-fA-F]{40}");

    /** The zero address: the owner of rows that name no contributor. No key signs for it. */
    public static final EvmAddress NOBODY = new EvmAddress("0x0000000000000000000000000000000000000000");

    public EvmAddress {
        if (!SHAPE.matcher(value).matches() || !value.equals(checksummed(value))) {
            throw new IllegalArgumentException(value + " is not an address with its EIP-55 checksum");
        }
    }

    /**
     * Reads an address. All lower or all upper case carries no checksum and is accepted as it is; mixed case must
     * carry the right one.
     *
     * @throws DatanetException if it is no address, or its checksum is wrong
     */
    public static EvmAddress parse(String text) {
        String trimmed = text.strip();
        if (!SHAPE.matcher(trimmed).matches()) {
            throw new DatanetException(
                    "\"" + shorten(trimmed) + "\" is not an address: it needs 0x and 40 hexadecimal digits");
        }
        String right = checksummed(trimmed);
        String digits = trimmed.substring(2);
        boolean oneCase =
                digits.equals(digits.toLowerCase(Locale.ROOT)) || digits.equals(digits.toUpperCase(Locale.ROOT));
        if (!oneCase && !right.equals(trimmed)) {
            throw new DatanetException("The address " + trimmed
                    + " has a wrong checksum (a typing error?); its digits would be written " + right);
        }
        return new EvmAddress(right);
    }

    public static EvmAddress of(byte[] twentyBytes) {
        return new EvmAddress(checksummed("0x" + HexFormat.of().formatHex(twentyBytes)));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(value, 2, 42);
    }

    /** The first six and last four digits, for people. */
    public String brief() {
        return value.substring(0, 6) + "…" + value.substring(38);
    }

    @Override
    public int compareTo(EvmAddress other) {
        return value.compareToIgnoreCase(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    /** EIP-55: a letter is upper case where the matching digit of keccak256(lower-case digits) is 8 or more. */
    private static String checksummed(String address) {
        String digits = address.substring(2).toLowerCase(Locale.ROOT);
        byte[] hash = Keccak.hash(digits.getBytes(StandardCharsets.US_ASCII));
        StringBuilder out = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            int nibble = (i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2]) & 0xf;
            out.append(nibble >= 8 ? Character.toUpperCase(digits.charAt(i)) : digits.charAt(i));
        }
        return out.toString();
    }

    private static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "…";
    }
}
