package cultivar.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command comes by the wallet's password: from a file, or by asking the person. */
final class PasswordOption {
    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Where the wallet's password is; else it is asked for.")
    private @Nullable Path file;

    /** The password; the caller wipes it. */
    char[] read() {
        if (file != null) {
            try {
                return Files.readString(file).stripTrailing().toCharArray();
            } catch (IOException e) {
                throw new CommandException("The password file " + file + " cannot be read.", e);
            }
        }
        return Person.console()
                .map(console -> console.readPassword("Wallet password: "))
                .orElseThrow(
                        () -> new CommandException("The wallet is locked. Give its password with --password-file."));
    }
}
