package cultivar.wallet.registry;

import cultivar.wallet.chain.DevChain;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.Vault;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * A wallet for demonstrations: a fresh random phrase in a real vault, marked so that it is refused where coin is worth
 * something, with demo coin from the embedded chain.
 */
public final class DemoWallet {
    /** Demo coin that a fresh account gets, in wei: ten coins. */
    public static final BigInteger GIFT = BigInteger.TEN.pow(19);

    private DemoWallet() {}

    /**
     * Makes the wallet and funds its first account.
     *
     * @param file where; must not exist
     * @param password the caller wipes it
     * @param chain the embedded chain
     */
    public static Vault create(Path file, char[] password, DevChain chain) {
        try (Phrase phrase = Phrase.create()) {
            Vault vault = Vault.create(file, password, phrase, true);
            Account first = vault.accounts().getFirst();
            fund(chain, first.address());
            return vault;
        }
    }

    /** Gives an account demo coin. */
    public static void fund(DevChain chain, Address account) {
        chain.fund(account, GIFT);
    }

    /** A random password for a run that nobody comes back to; 128 bits in hexadecimal. The caller wipes it. */
    public static char[] randomPassword() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return Hex.encode(bytes).substring(2).toCharArray();
    }
}
