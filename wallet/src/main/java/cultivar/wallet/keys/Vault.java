package cultivar.wallet.keys;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.file.PrivateFiles;
import cultivar.wallet.file.TurnFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The encrypted file that keeps a wallet: its recovery phrase under AES-256-GCM with a key that Argon2id makes from the
 * password. The file is readable by its owner only and is replaced in one step. Safe for use by several threads and
 * processes: what another one wrote is read again before the wallet is unlocked or changed.
 */
public final class Vault {
    /** Shortest password that is accepted, in characters. */
    public static final int SHORTEST_PASSWORD = 8;

    private static final int MOST_MEMORY_KIB = 1024 * 1024;
    private static final int MOST_ITERATIONS = 64;
    private static final long LARGEST_FILE = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;
    private final TurnFile turns;
    private volatile VaultFile content;

    private Vault(Path file, VaultFile content) {
        this.file = file;
        this.turns = new TurnFile(file.resolveSibling(file.getFileName() + ".lock"));
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
            throw taken(file);
        }
        Account first;
        try (UnlockedWallet wallet = UnlockedWallet.of(phrase, demo)) {
            first = new Account(0, "Account 1", wallet.address(0), Account.Kind.DERIVED);
        }
        requirePassword(password);
        VaultFile.Entry entry =
                new VaultFile.Entry(0, first.name(), first.address().toString(), null, null);
        VaultFile content;
        VaultFile.Kdf kdf = Sealing.freshKdf();
        try (Sealing sealing = Sealing.open(password, kdf)) {
            content = seal(phrase, sealing, kdf, demo, List.of(entry));
        }
        try {
            PrivateFiles.create(file, JSON.writeValueAsBytes(content));
        } catch (FileAlreadyExistsException e) {
            throw taken(file); // somebody else was quicker
        } catch (IOException e) {
            throw unsaved(file, e);
        }
        return new Vault(file, content);
    }

    private static WalletException taken(Path file) {
        return new WalletException("There is a wallet already: " + file + ". Move it away to make a new one.");
    }

    /**
     * Reads a wallet file, still locked.
     *
     * @throws WalletException if it is missing or damaged
     */
    public static Vault open(Path file) {
        return new Vault(file, read(file));
    }

    private static VaultFile read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw damaged(file, "it is too large");
            }
            PrivateFiles.restrict(file);
            VaultFile content = JSON.readValue(Files.readAllBytes(file), VaultFile.class);
            check(file, content);
            return content;
        } catch (NoSuchFileException e) {
            throw new WalletException("There is no wallet at " + file + ". Create one or restore it first.", e);
        } catch (IOException e) {
            throw new WalletException("The wallet file " + file + " cannot be read: " + e.getMessage(), e);
        } catch (JacksonException | NullPointerException e) {
            throw damaged(file, "it is not the JSON of a wallet");
        }
    }

    /** True if a wallet file is there. */
    public static boolean exists(Path file) {
        return Files.isRegularFile(file);
    }

    /** The accounts as they were read last, which may be shown while the wallet is locked. */
    public List<Account> accounts() {
        return content.accounts().stream().map(VaultFile.Entry::account).toList();
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
        VaultFile now = refresh();
        try (Sealing sealing = Sealing.open(password, now.kdf());
                Phrase phrase = reveal(now, sealing)) {
            UnlockedWallet wallet = UnlockedWallet.of(phrase, now.demo());
            try {
                for (VaultFile.Entry entry : now.accounts()) {
                    if (entry.key() != null) {
                        wallet.take(entry.index(), unseal(sealing, entry, entry.key()));
                    }
                    Account account = entry.account();
                    if (account.canSign() && !wallet.address(account.index()).equals(account.address())) {
                        throw damaged(file, "account " + account.index() + " has an address that is not its own");
                    }
                }
                return wallet;
            } catch (RuntimeException e) {
                wallet.close();
                throw e;
            }
        }
    }

    private static SecretBytes unseal(Sealing sealing, VaultFile.Entry entry, VaultFile.Key key) {
        return new SecretBytes(sealing.unseal(key.sealed(), key.nonce(), entry.header()));
    }

    /**
     * The recovery phrase, to be shown to its owner.
     *
     * @throws WrongPasswordException if the password does not fit
     */
    public Phrase reveal(char[] password) {
        VaultFile now = refresh();
        try (Sealing sealing = Sealing.open(password, now.kdf())) {
            return reveal(now, sealing);
        }
    }

    private static Phrase reveal(VaultFile content, Sealing sealing) {
        return Phrase.ofEntropy(sealing.unseal(content.sealed(), content.nonce(), content.header()));
    }

    private VaultFile refresh() {
        VaultFile now = read(file);
        content = now;
        return now;
    }

    /**
     * Asks for the password again, for a sum that needs it.
     *
     * @param password the caller wipes it
     * @throws WrongPasswordException if the password does not fit
     */
    public Approval approve(char[] password) {
        reveal(password).close();
        return new Approval(Clock.systemUTC());
    }

    /**
     * Seals the phrase under another password.
     *
     * @throws WrongPasswordException if the old password does not fit
     */
    public void changePassword(char[] old, char[] fresh) {
        requirePassword(fresh);
        change(now -> resealed(now, old, fresh));
    }

    private static VaultFile resealed(VaultFile now, char[] old, char[] fresh) {
        VaultFile.Kdf kdf = Sealing.freshKdf();
        try (Sealing before = Sealing.open(old, now.kdf());
                Phrase phrase = reveal(now, before);
                Sealing after = Sealing.open(fresh, kdf)) {
            List<VaultFile.Entry> entries = new ArrayList<>();
            for (VaultFile.Entry entry : now.accounts()) {
                if (entry.key() == null) {
                    entries.add(entry);
                } else {
                    try (SecretBytes key = unseal(before, entry, entry.key())) {
                        entries.add(sealed(entry.index(), entry.name(), entry.address(), key, after));
                    }
                }
            }
            return seal(phrase, after, kdf, now.demo(), entries);
        }
    }

    /** Adds the next account of the same phrase and gives it a name. */
    public Account addAccount(UnlockedWallet wallet, String name) {
        return add(now -> {
            if (!wallet.address(0).toString().equals(now.accounts().getFirst().address())) {
                throw new WalletException("That is another wallet; unlock this one first.");
            }
            int index = now.accounts().stream()
                            .mapToInt(VaultFile.Entry::index)
                            .max()
                            .orElse(-1)
                    + 1;
            return new VaultFile.Entry(index, name, wallet.address(index).toString(), null, null);
        });
    }

    /**
     * Adds an account whose key comes from elsewhere.
     *
     * @param password of this wallet; the caller wipes it
     * @param key the caller closes it
     * @throws WrongPasswordException if the password does not fit
     * @throws WalletException if the account is here already
     */
    public Account importKey(char[] password, PrivateKey key, String name) {
        return add(now -> {
            requireNew(now, key.address());
            try (Sealing sealing = Sealing.open(password, now.kdf())) {
                reveal(now, sealing).close(); // nothing is sealed under a password that is not the wallet's
                return sealed(nextOutside(now), name, key.address().toString(), key.secret(), sealing);
            }
        });
    }

    /**
     * The private key of an account, to be written into a file of its own.
     *
     * @throws WrongPasswordException if the password does not fit
     * @throws WalletException if the account is only watched
     */
    public PrivateKey exportKey(char[] password, int index) {
        try (UnlockedWallet wallet = unlock(password)) {
            return wallet.key(index);
        }
    }

    /**
     * Adds an account to look at, whose key is not here.
     *
     * @throws WalletException if the account is here already
     */
    public Account watch(Address address, String name) {
        return add(now -> {
            requireNew(now, address);
            return new VaultFile.Entry(nextOutside(now), name, address.toString(), null, true);
        });
    }

    private static void requireNew(VaultFile now, Address address) {
        if (now.accounts().stream().anyMatch(entry -> entry.account().address().equals(address))) {
            throw new WalletException("The account " + address + " is in this wallet already.");
        }
    }

    private static int nextOutside(VaultFile now) {
        return now.accounts().stream()
                        .mapToInt(VaultFile.Entry::index)
                        .filter(index -> index < 0)
                        .min()
                        .orElse(0)
                - 1;
    }

    private Account add(Function<VaultFile, VaultFile.Entry> make) {
        return change(now -> {
                    List<VaultFile.Entry> entries = new ArrayList<>(now.accounts());
                    entries.add(make.apply(now));
                    return now.with(entries);
                })
                .accounts()
                .getLast()
                .account();
    }

    private static VaultFile.Entry sealed(int index, String name, String address, SecretBytes key, Sealing sealing) {
        VaultFile.Entry draft = new VaultFile.Entry(index, name, address, null, null);
        String nonce = Sealing.freshNonce();
        String sealed = key.with(bytes -> sealing.seal(bytes, nonce, draft.header()));
        return new VaultFile.Entry(index, name, address, new VaultFile.Key(nonce, sealed), null);
    }

    /** Changes what the file holds now, whoever wrote it, and keeps others from writing meanwhile. */
    private VaultFile change(UnaryOperator<VaultFile> change) {
        try (TurnFile.Held _ = turns.take()) {
            VaultFile next = change.apply(read(file));
            // The file first: what is in memory must never run ahead of it.
            PrivateFiles.write(file, JSON.writeValueAsBytes(next));
            content = next;
            return next;
        } catch (IOException e) {
            throw unsaved(file, e);
        }
    }

    private static WalletException unsaved(Path file, IOException e) {
        return new WalletException(
                "The wallet could not be saved to " + file + ": " + e.getMessage()
                        + ". Nothing was changed; make room or choose another place.",
                e);
    }

    /**
     * Refuses a password that a wallet would not take.
     *
     * @throws WalletException if it is too short
     */
    public static void requirePassword(char[] password) {
        if (password.length < SHORTEST_PASSWORD) {
            throw new WalletException("The password needs at least " + SHORTEST_PASSWORD + " characters.");
        }
    }

    private static VaultFile seal(
            Phrase phrase, Sealing sealing, VaultFile.Kdf kdf, boolean demo, List<VaultFile.Entry> accounts) {
        VaultFile draft =
                new VaultFile(VaultFile.VERSION, demo, kdf, VaultFile.CIPHER, Sealing.freshNonce(), "0x", accounts);
        byte[] entropy = phrase.entropy();
        try {
            String sealed = sealing.seal(entropy, draft.nonce(), draft.header());
            return new VaultFile(draft.version(), demo, kdf, draft.cipher(), draft.nonce(), sealed, accounts);
        } finally {
            Arrays.fill(entropy, (byte) 0);
        }
    }

    /** Refuses what this version cannot read, and parameters that would only eat the machine. */
    private static void check(Path file, VaultFile content) {
        if (content.version() == 0) {
            throw damaged(file, "it is not the JSON of a wallet");
        }
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
            content.accounts().forEach(VaultFile.Entry::account);
        } catch (IllegalArgumentException e) {
            throw damaged(file, "a field is not what it should be");
        }
    }

    private static WalletException damaged(Path file, String why) {
        return new WalletException(
                "The wallet file " + file + " is damaged: " + why + ". Restore the wallet from its recovery phrase.");
    }
}
