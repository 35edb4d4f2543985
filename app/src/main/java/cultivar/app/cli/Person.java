package cultivar.app.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** The person at the terminal, if there is one. */
public final class Person {
    private Person() {}

    /** The console, if both ends of it are a terminal; empty in pipes and scripts. */
    // Whether there is an object for a console that is no terminal differs between Java releases.
    @SuppressWarnings("SystemConsoleNull")
    public static Optional<Console> console() {
        Console console = System.console();
        return console != null && console.isTerminal() ? Optional.of(console) : Optional.empty();
    }

    /**
     * Asks before something is signed.
     *
     * @param yes true if the person said so before
     * @throws CommandException unless the answer is yes
     */
    static void agree(boolean yes, String question) {
        agree(yes, question, "Nothing was signed.", "Run it again with --yes to sign without being asked.");
    }

    /**
     * Asks before something is done that cannot be undone.
     *
     * @param not what did not happen, if the answer is not yes
     * @param way what to do where nobody can be asked
     * @throws CommandException unless the answer is yes
     */
    static void agree(boolean yes, String question, String not, String way) {
        if (yes) {
            return;
        }
        Console console = console().orElseThrow(() -> new CommandException(not + " " + way));
        String answer = console.readLine(question);
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new CommandException(not);
        }
    }
}
