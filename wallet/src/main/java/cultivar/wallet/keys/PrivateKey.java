package cultivar.wallet.keys;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Secp256k1;
import java.math.BigInteger;

/** The key of one account, on its way into a wallet or out of one. Never prints itself; wipes itself on close. */
public final class PrivateKey implements AutoCloseable {
    private static final int LENGTH = 32;

    private final SecretBytes secret;
    private final Address address;

    private PrivateKey(byte[] bytes) {
        this.secret = new SecretBytes(bytes);
        this.address = Address.ofPublicKey(Secp256k1.publicKey(bytes));
    }

    /**
     * Takes 32 bytes over.
     *
     * @throws WalletException if they are no private key; they are wiped then
     */
    static PrivateKey of(byte[] bytes) {
        BigInteger number = new BigInteger(1, bytes);
        if (bytes.length != LENGTH || number.signum() == 0 || number.compareTo(Secp256k1.ORDER) >= 0) {
            new SecretBytes(bytes).close();
            throw new WalletException("That is no private key: its number is not one that the curve has.");
        }
        return new PrivateKey(bytes);
    }

    static PrivateKey copy(byte[] bytes) {
        return of(bytes.clone());
    }

    /**
     * Reads 64 hexadecimal digits, with {@code 0x} or without.
     *
     * @param digits the caller wipes them
     * @throws WalletException if they are no private key; the message holds none of them
     */
    public static PrivateKey parse(char[] digits) {
        int start = digits.length > 2 && digits[0] == '0' && (digits[1] | 32) == 'x' ? 2 : 0;
        if (digits.length - start != 2 * LENGTH) {
            throw new WalletException(
                    "A private key has 64 hexadecimal digits; " + (digits.length - start) + " were given.");
        }
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(digits[start + 2 * i], 16);
            int low = Character.digit(digits[start + 2 * i + 1], 16);
            if (high < 0 || low < 0) {
                new SecretBytes(bytes).close();
                throw new WalletException("A private key has only the digits 0 to 9 and a to f.");
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return of(bytes);
    }

    /** The account that it belongs to. */
    public Address address() {
        return address;
    }

    SecretBytes secret() {
        return secret;
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "PrivateKey[hidden]";
    }
}
