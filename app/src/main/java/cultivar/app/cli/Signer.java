package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.wallet.chain.DevChain;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.DemoWallet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An unlocked wallet for the length of a command. */
final class Signer implements AutoCloseable {
    /** Commands sign with the wallet's first account. */
    static final int ACCOUNT = 0;

    private final UnlockedWallet wallet;
    private final @Nullable Path discarded;

    private Signer(UnlockedWallet wallet, @Nullable Path discarded) {
        this.wallet = wallet;
        this.discarded = discarded;
    }

    /** Unlocks the home's wallet; the password is wiped. */
    static Signer unlock(Home home, char[] password) {
        try {
            return new Signer(Vault.open(home.vault()).unlock(password), null);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** A fresh wallet with demo coin that is gone when the command ends; it is refused on real chains. */
    static Signer throwaway(Home home, DevChain chain) {
        char[] password = DemoWallet.randomPassword();
        try {
            Files.createDirectories(home.wallet());
            Path folder = Files.createTempDirectory(home.wallet(), "demo-");
            Vault vault = DemoWallet.create(folder.resolve("wallet.json"), password, chain);
            return new Signer(vault.unlock(password), folder);
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

    boolean isDemo() {
        return wallet.isDemo();
    }

    @Override
    public void close() {
        wallet.close();
        if (discarded != null) {
            try (var files = Files.list(discarded)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
                Files.delete(discarded);
            } catch (IOException e) {
                throw new UncheckedIOException("The demo wallet in " + discarded + " could not be deleted.", e);
            }
        }
    }
}
