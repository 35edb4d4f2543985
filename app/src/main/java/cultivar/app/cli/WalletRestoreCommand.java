package cultivar.app.cli;

import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.Vault;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Makes a wallet from a phrase that its owner has. */
@Command(
        name = "restore",
        description = "Makes a wallet from a recovery phrase of 12 to 24 English words.",
        mixinStandardHelpOptions = true)
final class WalletRestoreCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Mixin
    private final PasswordOption password = new PasswordOption();

    @Option(names = "--phrase-file", paramLabel = "FILE", description = "Where the phrase is; else it is asked for.")
    private @Nullable Path phraseFile;

    @Override
    public Integer call() {
        char[] words = PasswordOption.read(phraseFile, "Recovery phrase (it is not shown)", "--phrase-file");
        try (Phrase phrase = Phrase.parse(CharBuffer.wrap(words))) {
            char[] typed = password.readNew();
            try {
                Vault vault = Vault.create(parent.home().vault(), typed, phrase, false);
                return parent.added(vault.accounts().getFirst());
            } finally {
                Arrays.fill(typed, '\0');
            }
        } finally {
            Arrays.fill(words, '\0');
        }
    }
}
