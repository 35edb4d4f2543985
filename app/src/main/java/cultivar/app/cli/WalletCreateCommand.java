package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.wallet.file.PrivateFiles;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.keys.WalletException;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
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
        // What can be refused is refused before anybody writes words down.
        if (phraseFile != null && Files.exists(phraseFile)) {
            throw taken(phraseFile);
        }
        Optional<Console> console = phraseFile == null ? Optional.of(terminal()) : Optional.empty();
        char[] typed = password.readNew();
        try {
            Vault.requirePassword(typed);
            return parent.added(make(home.vault(), typed, console).accounts().getFirst());
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    private Vault make(Path vault, char[] typed, Optional<Console> console) {
        try (Phrase phrase = Phrase.create()) {
            console.ifPresent(person -> confirm(person, phrase));
            if (phraseFile == null) {
                return Vault.create(vault, typed, phrase, false);
            }
            write(phraseFile, phrase);
            try {
                return Vault.create(vault, typed, phrase, false);
            } catch (WalletException e) {
                discard(phraseFile, e);
                throw e;
            }
        }
    }

    /** A phrase of no wallet must not be kept for one. */
    private static void discard(Path file, WalletException why) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private static CommandException taken(Path file) {
        return new CommandException("There is a file already: " + file + ". Choose another name.");
    }

    private static Console terminal() {
        return Person.console()
                .orElseThrow(() -> new CommandException(
                        "There is no terminal to show the recovery phrase on. Give a file for it with --phrase-file."));
    }

    private static void write(Path file, Phrase phrase) {
        byte[] bytes = (String.join(" ", phrase.words()) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            PrivateFiles.create(file, bytes);
        } catch (FileAlreadyExistsException e) {
            throw taken(file);
        } catch (IOException e) {
            throw new CommandException("The phrase could not be written to " + file + "; no wallet was made.", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static void confirm(Console console, Phrase phrase) {
        List<String> words = phrase.words();
        console.printf("Write these %d words down, in this order. They are the wallet:%n%n", words.size());
        for (int i = 0; i < words.size(); i++) {
            console.printf("%3d. %s%n", i + 1, words.get(i));
        }
        for (int asked : asked(words.size(), new SecureRandom())) {
            char[] typed = console.readPassword("%nWord %d (it is not shown): ", asked + 1);
            boolean right = isWord(words.get(asked), typed == null ? new char[0] : typed);
            if (!right) {
                throw new CommandException("That is not word " + (asked + 1) + ". No wallet was made; try again.");
            }
        }
    }

    /** Different places, in their order. */
    static List<Integer> asked(int words, RandomGenerator random) {
        List<Integer> places = new ArrayList<>(IntStream.range(0, words).boxed().toList());
        Collections.shuffle(places, random);
        return places.subList(0, ASKED).stream().sorted().toList();
    }

    /** Whether the word was typed, with white space around it or in capitals; wipes what was typed. */
    static boolean isWord(String word, char[] typed) {
        int start = 0;
        int end = typed.length;
        while (start < end && Character.isWhitespace(typed[start])) {
            start++;
        }
        while (end > start && Character.isWhitespace(typed[end - 1])) {
            end--;
        }
        boolean same = end - start == word.length();
        for (int i = 0; same && i < word.length(); i++) {
            same = Character.toLowerCase(typed[start + i]) == word.charAt(i);
        }
        Arrays.fill(typed, '\0');
        return same;
    }
}
