package cultivar.wallet.codec;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;

/** An account's address, 20 bytes; as text in the mixed case of EIP-55, which carries a check sum. */
public final class Address implements Comparable<Address> {
    /** Length in bytes. */
    public static final int LENGTH = 20;

    /** The address of nobody. */
    public static final Address ZERO = new Address(new byte[LENGTH]);

    private final byte[] bytes;

    private Address(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The address with these bytes.
     *
     * @throws IllegalArgumentException if they are not 20
     */
    public static Address of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("an address has 20 bytes, not " + bytes.length);
        }
        return new Address(bytes.clone());
    }

    /** The lowest 20 bytes of a number. */
    public static Address of(BigInteger word) {
        byte[] out = new byte[LENGTH];
        byte[] all = word.toByteArray();
        int length = Math.min(all.length, LENGTH);
        System.arraycopy(all, all.length - length, out, LENGTH - length, length);
        return new Address(out);
    }

    /**
     * Reads {@code 0x} and 40 digits. Digits of mixed case must carry the right check sum.
     *
     * @throws IllegalArgumentException with a line for people
     */
    public static Address parse(String text) {
        String trimmed = text.trim();
        if (!Hex.isBytes(trimmed, LENGTH)) {
            throw new IllegalArgumentException(
                    "Not an address: \"" + trimmed + "\". An address is 0x and 40 hexadecimal digits.");
        }
        Address address = new Address(Hex.decode(trimmed));
        String digits = trimmed.substring(2);
        boolean oneCase =
                digits.equals(digits.toLowerCase(Locale.ROOT)) || digits.equals(digits.toUpperCase(Locale.ROOT));
        if (!oneCase && !address.toString().equals(trimmed)) {
            throw new IllegalArgumentException(
                    "The address " + trimmed + " has a wrong check sum; a digit may be mistyped.");
        }
        return address;
    }

    /** The address of an uncompressed public key without its leading byte (64 bytes). */
    public static Address ofPublicKey(byte[] key) {
        byte[] hash = Keccak.hash(key);
        return new Address(Arrays.copyOfRange(hash, 12, 32));
    }

    /** A copy of the 20 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The address as a number. */
    public BigInteger word() {
        return new BigInteger(1, bytes);
    }

    /** In lower case with prefix, as in JSON-RPC. */
    public String hex() {
        return Hex.encode(bytes);
    }

    /** The first and last four digits, for narrow places. */
    public String shortForm() {
        String full = toString();
        return full.substring(0, 6) + "…" + full.substring(full.length() - 4);
    }

    @Override
    public String toString() {
        String digits = hex().substring(2);
        byte[] hash = Keccak.hash(digits);
        StringBuilder out = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            int nibble = i % 2 == 0 ? (hash[i / 2] >> 4) & 15 : hash[i / 2] & 15;
            out.append(nibble >= 8 ? Character.toUpperCase(digits.charAt(i)) : digits.charAt(i));
        }
        return out.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public int compareTo(Address other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }
}
