package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.wallet.file.PrivateFiles;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.Vault;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Makes a wallet with a fresh phrase, once its owner has shown to have it. */
@Command(
        name = "create",
        description = {
            "Makes a wallet with a fresh recovery phrase of 12 words.",
            "The phrase is shown once, and three of its words are asked for. Without a terminal it is written to a"
                    + " file of its own, which you must put in a safe place and delete."
        },
        mixinStandardHelpOptions = true)
final class WalletCreateCommand implements Callable<Integer> {
    private static final int ASKED = 3;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Mixin
    private final PasswordOption password = new PasswordOption();

    @Option(
            names = "--phrase-file",
            paramLabel = "FILE",
            description = "Write the phrase to this new file, which only you can read, and ask for nothing.")
    private @Nullable Path phraseFile;

    @Override
    public Integer call() {
        Home home = parent.home();
        if (Vault.exists(home.vault())) {
            throw new CommandException(
                    "There is a wallet already: " + home.vault() + ". Move it away to make a new one.");
        }
        char[] typed = password.readNew();
        try (Phrase phrase = Phrase.create()) {
            if (phraseFile != null) {
                write(phraseFile, phrase);
            } else {
                confirm(phrase);
            }
            Vault vault = Vault.create(home.vault(), typed, phrase, false);
            return parent.added(vault.accounts().getFirst());
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    private static void write(Path file, Phrase phrase) {
        if (Files.exists(file)) {
            throw new CommandException("There is a file already: " + file + ". Choose another name.");
        }
        byte[] bytes = (String.join(" ", phrase.words()) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            PrivateFiles.write(file, bytes);
        } catch (IOException e) {
            throw new CommandException("The phrase could not be written to " + file + "; no wallet was made.", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static void confirm(Phrase phrase) {
        Console console = Person.console()
                .orElseThrow(() -> new CommandException(
                        "There is no terminal to show the recovery phrase on. Give a file for it with --phrase-file."));
        List<String> words = phrase.words();
        console.printf("Write these %d words down, in this order. They are the wallet:%n%n", words.size());
        for (int i = 0; i < words.size(); i++) {
            console.printf("%3d. %s%n", i + 1, words.get(i));
        }
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < ASKED; i++) {
            int asked = random.nextInt(words.size());
            char[] typed = console.readPassword("%nWord %d (it is not shown): ", asked + 1);
            boolean right = typed != null && words.get(asked).contentEquals(new String(typed).strip());
            if (!right) {
                throw new CommandException("That is not word " + (asked + 1) + ". No wallet was made; try again.");
            }
        }
    }
}
