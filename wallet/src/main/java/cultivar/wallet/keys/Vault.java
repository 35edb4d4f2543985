package cultivar.wallet.keys;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The encrypted file that keeps a wallet: its recovery phrase under AES-256-GCM with a key that Argon2id makes from the
 * password. The file is readable by its owner only and is replaced in one step.
 */
public final class Vault {
    /** Shortest password that is accepted, in characters. */
    public static final int SHORTEST_PASSWORD = 8;

    private static final int MEMORY_KIB = 64 * 1024;
    private static final int ITERATIONS = 3;
    private static final int PARALLELISM = 1;
    private static final int MOST_MEMORY_KIB = 1024 * 1024;
    private static final int MOST_ITERATIONS = 64;
    private static final int TAG_BITS = 128;
    private static final long LARGEST_FILE = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private final Path file;
    private VaultFile content;

    private Vault(Path file, VaultFile content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Makes a wallet file with one account.
     *
     * @param file where; must not exist
     * @param password at least {@link #SHORTEST_PASSWORD} characters; the caller wipes it
     * @param phrase the recovery phrase; the caller closes it
     * @param demo true for a wallet that may only be used on demo chains
     * @throws WalletException if the password is too short, the file exists or cannot be written
     */
    public static Vault create(Path file, char[] password, Phrase phrase, boolean demo) {
        if (Files.exists(file)) {
            throw new WalletException("There is a wallet already: " + file + ". Move it away to make a new one.");
        }
        Account first;
        try (UnlockedWallet wallet = UnlockedWallet.of(phrase, demo)) {
            first = new Account(0, "Account 1", wallet.address(0));
        }
        Vault vault = new Vault(file, seal(phrase, password, demo, List.of(entry(first))));
        vault.save();
        return vault;
    }

    /**
     * Reads a wallet file, still locked.
     *
     * @throws WalletException if it is missing or damaged
     */
    public static Vault open(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw damaged(file, "it is too large");
            }
            PrivateFiles.restrict(file);
            VaultFile content = JSON.readValue(Files.readAllBytes(file), VaultFile.class);
            check(file, content);
            return new Vault(file, content);
        } catch (NoSuchFileException e) {
            throw new WalletException("There is no wallet at " + file + ". Create one or restore it first.", e);
        } catch (IOException e) {
            throw new WalletException("The wallet file " + file + " cannot be read: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw damaged(file, "it is not the JSON of a wallet");
        }
    }

    /** True if a wallet file is there. */
    public static boolean exists(Path file) {
        return Files.isRegularFile(file);
    }

    /** The accounts, which may be shown while the wallet is locked. */
    public List<Account> accounts() {
        return content.accounts().stream()
                .map(e -> new Account(e.index(), e.name(), Address.parse(e.address())))
                .toList();
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** True for a wallet that may only be used on demo chains. */
    public boolean isDemo() {
        return content.demo();
    }

    /**
     * Opens the wallet for signing. Takes about half a second on purpose: that is what makes guessing slow.
     *
     * @param password the caller wipes it
     * @throws WrongPasswordException if the password does not fit
     * @throws WalletException if the file was tampered with
     */
    public UnlockedWallet unlock(char[] password) {
        try (Phrase phrase = reveal(password)) {
            UnlockedWallet wallet = UnlockedWallet.of(phrase, content.demo());
            for (Account account : accounts()) {
                if (!wallet.address(account.index()).equals(account.address())) {
                    wallet.close();
                    throw damaged(file, "account " + account.index() + " has an address that is not its own");
                }
            }
            return wallet;
        }
    }

    /**
     * The recovery phrase, to be shown to its owner.
     *
     * @throws WrongPasswordException if the password does not fit
     */
    public Phrase reveal(char[] password) {
        byte[] key = key(password, content.kdf());
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, content);
            return Phrase.ofEntropy(cipher.doFinal(Hex.decode(content.sealed())));
        } catch (AEADBadTagException e) {
            // A changed file and a wrong password look the same to the cipher; the second is what happens.
            throw new WrongPasswordException();
        } catch (GeneralSecurityException e) {
            throw damaged(file, "its secret cannot be decrypted");
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * Seals the phrase under another password.
     *
     * @throws WrongPasswordException if the old password does not fit
     */
    public void changePassword(char[] old, char[] fresh) {
        try (Phrase phrase = reveal(old)) {
            content = seal(phrase, fresh, content.demo(), content.accounts());
        }
        save();
    }

    /** Adds the next account of the same phrase and gives it a name. */
    public Account addAccount(UnlockedWallet wallet, String name) {
        int index = content.accounts().stream()
                        .mapToInt(VaultFile.Entry::index)
                        .max()
                        .orElse(-1)
                + 1;
        if (!wallet.address(0).equals(accounts().getFirst().address())) {
            throw new WalletException("That is another wallet; unlock this one first.");
        }
        Account account = new Account(index, name, wallet.address(index));
        List<VaultFile.Entry> entries = new ArrayList<>(content.accounts());
        entries.add(entry(account));
        content = new VaultFile(
                content.version(),
                content.demo(),
                content.kdf(),
                content.cipher(),
                content.nonce(),
                content.sealed(),
                List.copyOf(entries));
        save();
        return account;
    }

    private static VaultFile.Entry entry(Account account) {
        return new VaultFile.Entry(
                account.index(), account.name(), account.address().toString());
    }

    private void save() {
        try {
            PrivateFiles.write(file, JSON.writeValueAsBytes(content));
        } catch (IOException e) {
            throw new WalletException(
                    "The wallet could not be saved to " + file + ": " + e.getMessage()
                            + ". Nothing was changed; make room or choose another place.",
                    e);
        }
    }

    private static VaultFile seal(Phrase phrase, char[] password, boolean demo, List<VaultFile.Entry> accounts) {
        if (password.length < SHORTEST_PASSWORD) {
            throw new WalletException("The password needs at least " + SHORTEST_PASSWORD + " characters.");
        }
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[16];
        byte[] nonce = new byte[12];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        VaultFile.Kdf kdf = new VaultFile.Kdf("argon2id", MEMORY_KIB, ITERATIONS, PARALLELISM, Hex.encode(salt));
        VaultFile draft =
                new VaultFile(VaultFile.VERSION, demo, kdf, VaultFile.CIPHER, Hex.encode(nonce), "0x", accounts);
        byte[] key = key(password, kdf);
        byte[] entropy = phrase.entropy();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, draft).doFinal(entropy);
            return new VaultFile(
                    draft.version(), demo, kdf, draft.cipher(), draft.nonce(), Hex.encode(sealed), accounts);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-256-GCM", e);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(entropy, (byte) 0);
        }
    }

    private static Cipher cipher(int mode, byte[] key, VaultFile header) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, Hex.decode(header.nonce())));
        cipher.updateAAD(header.header().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] key(char[] password, VaultFile.Kdf kdf) {
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
            return out;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Refuses what this version cannot read, and parameters that would only eat the machine. */
    private static void check(Path file, VaultFile content) {
        if (content.version() != VaultFile.VERSION) {
            throw new WalletException("The wallet file " + file + " has version " + content.version()
                    + "; this studio reads version " + VaultFile.VERSION + ".");
        }
        VaultFile.Kdf kdf = content.kdf();
        boolean known = kdf.name().toLowerCase(Locale.ROOT).equals("argon2id")
                && content.cipher().equals(VaultFile.CIPHER);
        boolean sane = kdf.memory() >= 8
                && kdf.memory() <= MOST_MEMORY_KIB
                && kdf.iterations() >= 1
                && kdf.iterations() <= MOST_ITERATIONS
                && kdf.parallelism() >= 1
                && kdf.parallelism() <= 16;
        if (!known || !sane) {
            throw damaged(file, "its encryption parameters are not ones that this studio writes");
        }
        try {
            boolean lengths = Hex.decode(kdf.salt()).length >= 16
                    && Hex.decode(content.nonce()).length == 12
                    && Hex.decode(content.sealed()).length >= 32;
            if (!lengths || content.accounts().isEmpty()) {
                throw damaged(file, "a part of it is missing");
            }
            content.accounts().forEach(e -> Address.parse(e.address()));
        } catch (IllegalArgumentException e) {
            throw damaged(file, "a field is not what it should be");
        }
    }

    private static WalletException damaged(Path file, String why) {
        return new WalletException(
                "The wallet file " + file + " is damaged: " + why + ". Restore the wallet from its recovery phrase.");
    }
}
