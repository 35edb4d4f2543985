package cultivar.datanet;

import java.util.HexFormat;

/**
 * A 32-byte hash.
 *
 * @param hex {@code 0x} and 64 lower-case hexadecimal digits
 */
public record Bytes32(String hex) {
    public Bytes32 {
        if (hex.length() != 66 || !hex.startsWith("0x") || !isLowerHex(hex)) {
            throw new IllegalArgumentException("A hash is 0x and 64 lower-case hexadecimal digits, not " + hex);
        }
    }

    public static Bytes32 of(byte[] bytes) {
        return new Bytes32("0x" + HexFormat.of().formatHex(bytes));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex, 2, 66);
    }

    /** The first eight and last six digits, for people. */
    public String brief() {
        return hex.substring(0, 10) + "…" + hex.substring(60);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static boolean isLowerHex(String hex) {
        for (int i = 2; i < hex.length(); i++) {
            char c = hex.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
