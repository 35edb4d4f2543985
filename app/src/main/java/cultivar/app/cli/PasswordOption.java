package cultivar.app.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
        return read(file, "Wallet password", "--password-file");
    }

    /** A password for something new, which a person types twice; the caller wipes it. */
    char[] readNew() {
        return readNew(file, "New wallet password", "--password-file");
    }

    static char[] read(@Nullable Path file, String what, String option) {
        return file != null ? fromFile(file) : ask(what, option);
    }

    static char[] readNew(@Nullable Path file, String what, String option) {
        if (file != null) {
            return fromFile(file);
        }
        char[] first = ask(what, option);
        char[] second = ask(what + ", again", option);
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
            Arrays.fill(first, '\0');
            throw new CommandException("The two passwords differ. Nothing was changed; try again.");
        }
        return first;
    }

    /** The file's characters without the white space at its end. The caller wipes them. */
    static char[] fromFile(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            CharBuffer chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
            int end = chars.limit();
            while (end > 0 && Character.isWhitespace(chars.get(end - 1))) {
                end--;
            }
            char[] out = new char[end];
            chars.get(out);
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(chars.array(), '\0');
            return out;
        } catch (IOException e) {
            throw new CommandException("The file " + file + " cannot be read.", e);
        }
    }

    private static char[] ask(String what, String option) {
        Console console = Person.console()
                .orElseThrow(() -> new CommandException(
                        "There is no terminal to ask for it: " + what + ". Give it in a file with " + option + "."));
        char[] typed = console.readPassword("%s: ", what);
        return typed == null ? new char[0] : typed;
    }
}
