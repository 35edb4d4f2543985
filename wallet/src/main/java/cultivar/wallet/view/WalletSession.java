package cultivar.wallet.view;

import cultivar.ui.task.Task;
import cultivar.ui.task.TaskRunner;
import cultivar.ui.text.Messages;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.keys.Keystore;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.PrivateKey;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.keys.WalletException;
import cultivar.wallet.keys.WrongPasswordException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The studio's one wallet while the window is open: absent, locked or unlocked. It locks itself when it was not used
 * for a while. FX thread only.
 */
public final class WalletSession implements AutoCloseable {
    private static final Duration LOCKS_AFTER = Duration.minutes(15);

    /** Where the wallet stands. */
    public enum State {
        /** There is no wallet file. */
        ABSENT,
        /** There is one, and nobody gave its password. */
        LOCKED,
        /** It can sign. */
        UNLOCKED
    }

    private record Opened(Vault vault, UnlockedWallet wallet) {}

    private final Path file;
    private final TaskRunner tasks;
    private final Messages messages = Messages.load(WalletSession.class, "cultivar.wallet.view.texts");
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.ABSENT);
    private final ObservableList<Account> accounts = FXCollections.observableArrayList();
    private final ObservableList<Account> accountsView = FXCollections.unmodifiableObservableList(accounts);
    private final PauseTransition idle = new PauseTransition(LOCKS_AFTER);
    private @Nullable Vault vault;
    private @Nullable UnlockedWallet wallet;

    /** A session over a wallet file that may not be there yet. Reads nothing. */
    public WalletSession(Path file, TaskRunner tasks) {
        this.file = file;
        this.tasks = tasks;
        idle.setOnFinished(event -> lock());
    }

    /** Where the wallet stands. */
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The accounts; known while the wallet is locked, too. */
    public ObservableList<Account> accounts() {
        return accountsView;
    }

    /** The first account, if there is a wallet. */
    public Optional<Account> account() {
        return accounts.stream().findFirst();
    }

    /** The wallet, if it can sign now; using it puts off its locking. */
    public Optional<UnlockedWallet> unlocked() {
        if (wallet != null) {
            idle.playFromStart();
        }
        return Optional.ofNullable(wallet);
    }

    /** Whether the wallet may only be used where nothing is worth anything. */
    public boolean isDemo() {
        return vault != null && vault.isDemo();
    }

    /** Looks whether there is a wallet file and reads its accounts. */
    public Task<?> load() {
        return tasks.load(
                        messages.get("wallet.task.read"),
                        context -> Vault.exists(file) ? Optional.of(Vault.open(file)) : Optional.<Vault>empty())
                .onResult(found -> found.ifPresent(this::take));
    }

    /**
     * Makes the wallet and leaves it unlocked.
     *
     * @param password wiped afterwards
     * @param phrase closed afterwards
     */
    public Task<?> create(char[] password, Phrase phrase) {
        return tasks.compute(messages.get("wallet.task.create"), context -> {
                    try (phrase) {
                        Vault made = Vault.create(file, password, phrase, false);
                        return new Opened(made, made.unlock(password));
                    } finally {
                        Arrays.fill(password, '\0');
                    }
                })
                .onResult(this::opened);
    }

    /**
     * Unlocks the wallet.
     *
     * @param password wiped afterwards
     */
    public Task<?> unlock(char[] password) {
        Vault locked = vault;
        if (locked == null) {
            throw new IllegalStateException("There is no wallet to unlock.");
        }
        return tasks.compute(messages.get("wallet.task.unlock"), context -> {
                    try {
                        return new Opened(locked, locked.unlock(password));
                    } finally {
                        Arrays.fill(password, '\0');
                    }
                })
                .onResult(this::opened);
    }

    /**
     * Has the password given again, for a sum above a limit.
     *
     * @param password wiped afterwards
     */
    public Task<Approval> approve(char[] password) {
        return withVault("wallet.task.unlock", password, known -> known.approve(password));
    }

    /**
     * The recovery phrase, for its owner to see; whoever gets it closes it.
     *
     * @param password wiped afterwards
     */
    Task<Phrase> reveal(char[] password) {
        return withVault("wallet.task.unlock", password, known -> known.reveal(password));
    }

    /**
     * Seals the wallet under another password.
     *
     * @param old wiped afterwards
     * @param fresh wiped afterwards
     */
    Task<Boolean> changePassword(char[] old, char[] fresh) {
        return withVault("wallet.task.password", old, known -> {
            try {
                known.changePassword(old, fresh);
                return true;
            } finally {
                Arrays.fill(fresh, '\0');
            }
        });
    }

    /** Adds the next account of the phrase. The wallet is unlocked. */
    Task<Account> addAccount(String name) {
        UnlockedWallet open = wallet;
        if (open == null) {
            throw new IllegalStateException("The wallet is locked.");
        }
        return withVault("wallet.task.account", new char[0], known -> known.addAccount(open, name))
                .onResult(added -> refresh());
    }

    /** Adds an account to look at. */
    Task<Account> watch(Address address, String name) {
        return withVault("wallet.task.account", new char[0], known -> known.watch(address, name))
                .onResult(added -> refresh());
    }

    /**
     * Adds the account of a key file (Web3 Secret Storage). It can sign at once if the wallet is unlocked.
     *
     * <p>Fails with a {@link WrongPasswordException} only if the wallet's password is wrong.
     *
     * @param password the wallet's; wiped afterwards
     * @param filePassword the file's; wiped afterwards
     */
    Task<Account> importKey(Path keyFile, char[] filePassword, char[] password, String name) {
        UnlockedWallet open = wallet;
        return withVault("wallet.task.account", password, known -> {
                    try (PrivateKey key = read(keyFile, filePassword)) {
                        Account added = known.importKey(password, key, name);
                        if (open != null) {
                            open.take(added, key);
                        }
                        return added;
                    } finally {
                        Arrays.fill(filePassword, '\0');
                    }
                })
                .onResult(added -> refresh());
    }

    /** A wrong password of the file must not look like a wrong one of the wallet. */
    private PrivateKey read(Path keyFile, char[] filePassword) {
        try {
            return Keystore.read(keyFile, filePassword);
        } catch (WrongPasswordException e) {
            throw new WalletException(messages.get("wallet.import.file.wrong"), e);
        }
    }

    /**
     * Writes the key of an account to a file of its own, under the wallet's password.
     *
     * @param password the wallet's; wiped afterwards
     */
    Task<Boolean> exportKey(Account account, Path keyFile, char[] password) {
        return withVault("wallet.task.export", password, known -> {
            try (PrivateKey key = known.exportKey(password, account.index())) {
                Keystore.write(keyFile, key, password);
                return true;
            }
        });
    }

    /** After how long without use the wallet locks itself. */
    public java.time.Duration locksAfter() {
        return java.time.Duration.ofMillis((long) idle.getDuration().toMillis());
    }

    /** Sets after how long without use the wallet locks itself. */
    public void lockAfter(java.time.Duration time) {
        boolean running = idle.getStatus() == Animation.Status.RUNNING;
        idle.stop();
        idle.setDuration(Duration.seconds((double) time.toSeconds()));
        if (running) {
            idle.playFromStart();
        }
    }

    private void refresh() {
        if (vault != null) {
            accounts.setAll(vault.accounts());
        }
    }

    private <T> Task<T> withVault(String title, char[] secret, Function<Vault, T> work) {
        Vault known = vault;
        if (known == null) {
            throw new IllegalStateException("There is no wallet.");
        }
        return tasks.compute(messages.get(title), context -> {
            try {
                return work.apply(known);
            } finally {
                Arrays.fill(secret, '\0');
            }
        });
    }

    /** Forgets the keys. */
    public void lock() {
        idle.stop();
        UnlockedWallet open = wallet;
        if (open != null) {
            wallet = null;
            open.close();
            state.set(State.LOCKED);
        }
    }

    @Override
    public void close() {
        lock();
    }

    private void take(Vault found) {
        vault = found;
        accounts.setAll(found.accounts());
        if (wallet == null) {
            state.set(State.LOCKED);
        }
    }

    private void opened(Opened opened) {
        take(opened.vault());
        UnlockedWallet before = wallet;
        wallet = opened.wallet();
        if (before != null) {
            before.close();
        }
        idle.playFromStart();
        state.set(State.UNLOCKED);
    }
}
