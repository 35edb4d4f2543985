package cultivar.wallet.keys;

import cultivar.wallet.codec.Hex;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Encrypts with AES-256-GCM under the key that Argon2id makes from a password. Wipes its key on close. */
final class Sealing implements AutoCloseable {
    private static final int MEMORY_KIB = 64 * 1024;
    private static final int ITERATIONS = 3;
    private static final int PARALLELISM = 1;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final byte[] key;

    private Sealing(byte[] key) {
        this.key = key;
    }

    /** Fresh parameters with a salt of their own. */
    static VaultFile.Kdf freshKdf() {
        return new VaultFile.Kdf("argon2id", MEMORY_KIB, ITERATIONS, PARALLELISM, Hex.encode(random(SALT)));
    }

    /** A nonce that serves once. */
    static String freshNonce() {
        return Hex.encode(random(NONCE));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** Makes the key. Takes about half a second on purpose: that is what makes guessing slow. */
    static Sealing open(char[] password, VaultFile.Kdf kdf) {
        byte[] bytes = Phrase.utf8(password);
        try {
            Argon2BytesGenerator argon = new Argon2BytesGenerator();
            argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(kdf.memory())
                    .withIterations(kdf.iterations())
                    .withParallelism(kdf.parallelism())
                    .withSalt(Hex.decode(kdf.salt()))
                    .build());
            byte[] out = new byte[32];
            argon.generateBytes(bytes, out);
            return new Sealing(out);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Encrypts; the tag covers the header too. */
    String seal(byte[] secret, String nonce, String header) {
        try {
            return Hex.encode(cipher(Cipher.ENCRYPT_MODE, nonce, header).doFinal(secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-256-GCM", e);
        }
    }

    /**
     * Decrypts. The caller wipes what comes out.
     *
     * @throws WrongPasswordException if the password does not fit, or something was changed, which looks the same
     * @throws WalletException if that was never sealed
     */
    byte[] unseal(String sealed, String nonce, String header) {
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, header).doFinal(Hex.decode(sealed));
        } catch (AEADBadTagException e) {
            throw new WrongPasswordException();
        } catch (GeneralSecurityException e) {
            throw new WalletException("The wallet's secret cannot be decrypted; its file is damaged.");
        }
    }

    private Cipher cipher(int mode, String nonce, String header) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, Hex.decode(nonce)));
        cipher.updateAAD(header.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }
}
