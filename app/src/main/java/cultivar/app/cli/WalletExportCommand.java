package cultivar.app.cli;

import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Keystore;
import cultivar.wallet.keys.PrivateKey;
import cultivar.wallet.keys.Vault;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Writes one account's key to an encrypted file that other wallets open. */
@Command(
        name = "export",
        description = "Writes the key of an account to an encrypted file that other wallets open (Web3 Secret Storage,"
                + " version 3). Who has the file and its password has the account.",
        mixinStandardHelpOptions = true)
final class WalletExportCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Option(names = "--account", defaultValue = "0", paramLabel = "NUMBER", description = "Which account.")
    @SuppressWarnings("NullAway.Init")
    private String account;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The new file.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--key-password-file",
            paramLabel = "FILE",
            description = "Where the password for the new file is; else it is asked for.")
    private @Nullable Path keyPassword;

    @Mixin
    private final PasswordOption password = new PasswordOption();

    @Override
    public Integer call() {
        Vault vault = parent.vault();
        Account wanted = WalletCommand.account(vault, account);
        char[] typed = password.read();
        char[] fresh = new char[0];
        try (PrivateKey key = vault.exportKey(typed, wanted.index())) {
            fresh = PasswordOption.readNew(keyPassword, "Password for the new file", "--key-password-file");
            Keystore.write(out, key, fresh);
        } finally {
            Arrays.fill(typed, '\0');
            Arrays.fill(fresh, '\0');
        }
        Terminal terminal = parent.terminal();
        terminal.line("The key of " + wanted.address() + " is in " + out);
        if (terminal.json()) {
            terminal.result(Map.of("address", wanted.address().toString(), "file", out.toString()));
        }
        return 0;
    }
}
