package cultivar.app.cli;

import java.io.UncheckedIOException;

/**
 * What went wrong, in one line: the error and what to do about it.
 *
 * @param expected whether it is a matter of input or machine rather than a fault of this program
 */
record Failure(String error, String hint, boolean expected) {
    /** Our own exceptions speak to the user, and so do those that say which argument or file is at fault. */
    private static boolean isExpected(Throwable failure) {
        return failure.getClass().getName().startsWith("cultivar.")
                || failure instanceof IllegalArgumentException
                || failure instanceof UncheckedIOException;
    }

    static Failure of(Throwable failure) {
        String message =
                String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
        if (!isExpected(failure)) {
            return new Failure(
                    "Cultivar failed: " + failure.getClass().getSimpleName() + ": " + message,
                    "Run it again with --verbose and report what it prints.",
                    false);
        }
        // Messages say first what is wrong, then, as a new sentence or after a semicolon, what to do.
        int sentence = message.indexOf(". ");
        int clause = message.lastIndexOf("; ");
        if (sentence > 0) {
            return new Failure(message.substring(0, sentence + 1), message.substring(sentence + 2), true);
        }
        if (clause > 0) {
            return new Failure(message.substring(0, clause), message.substring(clause + 2), true);
        }
        return new Failure(message, "", true);
    }

    Failure withHint(String other) {
        return new Failure(error, other, expected);
    }

    String line() {
        return hint.isEmpty() ? error : error + (error.endsWith(".") ? " " : "; ") + hint;
    }
}
