package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.wallet.chain.DevChain;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.DemoWallet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An unlocked wallet for the length of a command. */
final class Signer implements AutoCloseable {
    /** Commands sign with the wallet's first account. */
    static final int ACCOUNT = 0;

    private final UnlockedWallet wallet;
    private final Supplier<@Nullable Approval> approving;
    private final Runnable ending;

    private Signer(UnlockedWallet wallet, Supplier<@Nullable Approval> approving, Runnable ending) {
        this.wallet = wallet;
        this.approving = approving;
        this.ending = ending;
    }

    /** Unlocks the home's wallet for messages; the password is wiped. */
    static Signer unlock(Home home, char[] password) {
        try {
            return new Signer(Vault.open(home.vault()).unlock(password), () -> null, () -> {});
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** Unlocks the home's wallet for something that costs; the password is wiped in the end. */
    static Signer unlock(Home home, char[] password, LimitOption limits) {
        Vault vault = Vault.open(home.vault());
        return new Signer(
                unlock(vault, password), () -> limits.approval(vault, password), () -> Arrays.fill(password, '\0'));
    }

    private static UnlockedWallet unlock(Vault vault, char[] password) {
        try {
            return vault.unlock(password);
        } catch (RuntimeException e) {
            Arrays.fill(password, '\0');
            throw e;
        }
    }

    /** A fresh wallet with demo coin that is gone when the command ends; it is refused on real chains. */
    static Signer throwaway(Home home, DevChain chain) {
        char[] password = DemoWallet.randomPassword();
        try {
            Files.createDirectories(home.wallet());
            Path folder = Files.createTempDirectory(home.wallet(), "demo-");
            Vault vault = DemoWallet.create(folder.resolve("wallet.json"), password, chain);
            return new Signer(vault.unlock(password), () -> null, () -> discard(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("A demo wallet could not be made in " + home.wallet() + ".", e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    UnlockedWallet wallet() {
        return wallet;
    }

    Address address() {
        return wallet.address(ACCOUNT);
    }

    /** That a sum above the limits was confirmed, for use now; null if it was not. */
    @Nullable
    Approval approval() {
        return approving.get();
    }

    boolean isDemo() {
        return wallet.isDemo();
    }

    @Override
    public void close() {
        wallet.close();
        ending.run();
    }

    private static void discard(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The demo wallet in " + folder + " could not be deleted.", e);
        }
    }
}
