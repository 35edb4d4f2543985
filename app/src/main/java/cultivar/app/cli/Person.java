package cultivar.app.cli;

import java.io.Console;
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
}
