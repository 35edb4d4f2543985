package cultivar.app;

import cultivar.app.cli.Cli;
import cultivar.app.cli.Person;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Entry point of the studio and of its command line. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int code = Cli.run(stream(FileDescriptor.out, System.out), stream(FileDescriptor.err, System.err), arguments);
        // The window's toolkit and the engine's pools leave threads behind; the answer is known by now.
        System.exit(code);
    }

    /** Files and pipes get UTF-8, whatever the locale; a terminal gets what it understands. */
    private static PrintStream stream(FileDescriptor descriptor, PrintStream terminal) {
        return Person.console().isPresent()
                ? terminal
                : new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
