package cultivar.datanet.load;

/**
 * Something in a file that a person should know about.
 *
 * @param file the file's name
 * @param line counted from 1
 * @param reason what is wrong, without a full stop
 */
public record Problem(Severity severity, String file, long line, String reason) {
    /** Whether the row went in. */
    public enum Severity {
        /** The row went in; a person should look at it. */
        WARNING,
        /** The row did not go in. */
        REJECTED
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + reason;
    }
}
