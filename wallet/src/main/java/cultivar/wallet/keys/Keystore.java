package cultivar.wallet.keys;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One private key in a file of its own, as other wallets read and write it: Web3 Secret Storage, version 3. A key of
 * AES-128-CTR comes from the password by scrypt or PBKDF2; a hash over its other half and the cipher's text tells a wrong
 * password.
 */
public final class Keystore {
    /** What geth calls the standard is twice this; it takes 128 MiB. */
    private static final int SCRYPT_N = 1 << 17;

    private static final int SCRYPT_R = 8;
    private static final int KEY = 32;
    private static final int HALF = 16;
    private static final long MOST_SCRYPT_MEMORY = 1L << 29;
    private static final long MOST_ROUNDS = 10_000_000;
    private static final long LARGEST_FILE = 1 << 16;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Keystore() {}

    /**
     * Writes a key to a file that only its owner may read.
     *
     * @param file must not exist
     * @param password of the file; the caller wipes it
     * @throws WalletException if the password is too short, or the file exists or cannot be written
     */
    public static void write(Path file, PrivateKey key, char[] password) {
        if (password.length < Vault.SHORTEST_PASSWORD) {
            throw new WalletException("The password needs at least " + Vault.SHORTEST_PASSWORD + " characters.");
        }
        if (Files.exists(file)) {
            throw new WalletException("There is a file already: " + file + ". Choose another name.");
        }
        try {
            PrivateFiles.write(file, JSON.writeValueAsBytes(seal(key, password)));
        } catch (IOException e) {
            throw new WalletException("The key could not be saved to " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private static ObjectNode seal(PrivateKey key, char[] password) {
        byte[] salt = random(KEY);
        byte[] iv = random(HALF);
        byte[] derived = scrypt(password, salt, SCRYPT_N, SCRYPT_R, 1, KEY);
        try {
            byte[] text = key.secret().with(bytes -> crypt(derived, iv, bytes));
            ObjectNode json = JSON.createObjectNode()
                    .put("address", key.address().hex().substring(2))
                    .put("id", UUID.randomUUID().toString())
                    .put("version", 3);
            ObjectNode crypto = json.putObject("crypto").put("cipher", "aes-128-ctr");
            crypto.putObject("cipherparams").put("iv", digits(iv));
            crypto.put("ciphertext", digits(text)).put("kdf", "scrypt");
            crypto.putObject("kdfparams")
                    .put("dklen", KEY)
                    .put("n", SCRYPT_N)
                    .put("r", SCRYPT_R)
                    .put("p", 1)
                    .put("salt", digits(salt));
            crypto.put("mac", digits(mac(derived, text)));
            return json;
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /**
     * Reads a key from a file.
     *
     * @param password of the file; the caller wipes it
     * @throws WrongPasswordException if the password does not fit
     * @throws WalletException that names the file and what is wrong with it
     */
    public static PrivateKey read(Path file, char[] password) {
        byte[] bytes;
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw damaged(file, "it is too large");
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new WalletException("The key file " + file + " cannot be read. Check its name.", e);
        }
        try {
            return open(file, JSON.readTree(bytes), password);
        } catch (JacksonException e) {
            throw damaged(file, "it is no JSON");
        } catch (IllegalArgumentException e) {
            throw damaged(file, "a field is not what it should be");
        }
    }

    private static PrivateKey open(Path file, JsonNode json, char[] password) {
        JsonNode version = field(json, "version");
        JsonNode crypto = field(json, "crypto");
        if (version.asInt(0) != 3) {
            throw damaged(file, "it is no Web3 Secret Storage of version 3");
        }
        if (!text(crypto, "cipher").toLowerCase(Locale.ROOT).equals("aes-128-ctr")) {
            throw damaged(file, "its cipher is not aes-128-ctr");
        }
        byte[] iv = Hex.decode(text(field(crypto, "cipherparams"), "iv"));
        byte[] sealed = Hex.decode(text(crypto, "ciphertext"));
        byte[] mac = Hex.decode(text(crypto, "mac"));
        if (iv.length != HALF || sealed.length != KEY || mac.length != KEY) {
            throw damaged(file, "a field has the wrong length");
        }
        byte[] derived = derive(file, crypto, password);
        try {
            if (!MessageDigest.isEqual(mac(derived, sealed), mac)) {
                throw new WrongPasswordException();
            }
            PrivateKey key = PrivateKey.of(crypt(derived, iv, sealed));
            String address = text(json, "address");
            if (!address.isEmpty() && !Address.of(Hex.decode(address)).equals(key.address())) {
                key.close();
                throw damaged(file, "its address is not that of its key");
            }
            return key;
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    private static byte[] derive(Path file, JsonNode crypto, char[] password) {
        JsonNode how = field(crypto, "kdfparams");
        byte[] salt = Hex.decode(text(how, "salt"));
        int length = field(how, "dklen").asInt(0);
        if (length < KEY || length > 128) {
            throw damaged(file, "its key has the wrong length");
        }
        String kdf = text(crypto, "kdf").toLowerCase(Locale.ROOT);
        if (kdf.equals("scrypt")) {
            long n = field(how, "n").asLong(0);
            long r = field(how, "r").asLong(0);
            long p = field(how, "p").asLong(0);
            boolean sane = n > 1 && Long.bitCount(n) == 1 && r > 0 && r <= 64 && p > 0 && p <= 64;
            if (!sane || n > MOST_SCRYPT_MEMORY / 128 / r) {
                throw damaged(file, "its scrypt parameters would only eat the machine");
            }
            return scrypt(password, salt, (int) n, (int) r, (int) p, length);
        }
        long rounds = field(how, "c").asLong(0);
        boolean known = kdf.equals("pbkdf2")
                && text(how, "prf").toLowerCase(Locale.ROOT).equals("hmac-sha256");
        if (!known || rounds < 1 || rounds > MOST_ROUNDS) {
            throw damaged(file, "its key derivation is not known here");
        }
        return pbkdf2(password, salt, (int) rounds, length);
    }

    private static byte[] scrypt(char[] password, byte[] salt, int n, int r, int p, int length) {
        byte[] bytes = Phrase.utf8(password);
        try {
            return Scrypt.derive(bytes, salt, n, r, p, length);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] pbkdf2(char[] password, byte[] salt, int rounds, int length) {
        byte[] bytes = Phrase.utf8(password);
        try {
            return Scrypt.pbkdf2(bytes, salt, rounds, length);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] crypt(byte[] derived, byte[] iv, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, 0, HALF, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-128-CTR", e);
        }
    }

    private static byte[] mac(byte[] derived, byte[] sealed) {
        return new Keccak()
                .update(derived, HALF, HALF)
                .update(sealed, 0, sealed.length)
                .digest();
    }

    /** Some wallets write names of fields with capitals. */
    private static JsonNode field(JsonNode object, String name) {
        for (var property : object.properties()) {
            if (property.getKey().toLowerCase(Locale.ROOT).equals(name)) {
                return property.getValue();
            }
        }
        return JSON.missingNode();
    }

    private static String text(JsonNode object, String name) {
        return field(object, name).asString("");
    }

    private static String digits(byte[] bytes) {
        return Hex.encode(bytes).substring(2);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static WalletException damaged(Path file, String why) {
        return new WalletException("The key file " + file + " cannot be used: " + why + ".");
    }
}
