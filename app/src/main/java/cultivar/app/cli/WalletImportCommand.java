package cultivar.app.cli;

import cultivar.wallet.keys.Keystore;
import cultivar.wallet.keys.PrivateKey;
import cultivar.wallet.keys.Vault;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Takes one private key from another wallet's file. */
@Command(
        name = "import",
        description = "Takes a private key from a file of another wallet (Web3 Secret Storage, version 3). The recovery"
                + " phrase does not bring it back: keep the file.",
        mixinStandardHelpOptions = true)
final class WalletImportCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Parameters(paramLabel = "FILE", description = "The key's file.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--digits", description = "The file holds nothing but the key's 64 hexadecimal digits.")
    private boolean digits;

    @Option(
            names = "--key-password-file",
            paramLabel = "FILE",
            description = "Where the password of the key's file is; else it is asked for.")
    private @Nullable Path keyPassword;

    @Option(names = "--name", defaultValue = "Imported", description = "What the account is called.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Mixin
    private final PasswordOption password = new PasswordOption();

    @Override
    public Integer call() {
        Vault vault = parent.vault();
        try (PrivateKey key = key()) {
            char[] typed = password.read();
            try {
                return parent.added(vault.importKey(typed, key, name));
            } finally {
                Arrays.fill(typed, '\0');
            }
        }
    }

    private PrivateKey key() {
        char[] secret = digits
                ? PasswordOption.fromFile(file)
                : PasswordOption.read(keyPassword, "Password of " + file, "--key-password-file");
        try {
            return digits ? PrivateKey.parse(secret) : Keystore.read(file, secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }
}
