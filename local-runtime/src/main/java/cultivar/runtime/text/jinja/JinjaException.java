package cultivar.runtime.text.jinja;

/** A template that cannot be read or that stopped while it was rendered: the line and the reason. */
public final class JinjaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    JinjaException(int line, String reason) {
        super(reason);
        this.line = line;
    }

    /** A failure of an operation that does not know where in the template it was asked for. */
    static JinjaException unplaced(String reason) {
        return new JinjaException(0, reason);
    }

    /** This failure, placed on the given line unless it already has one. */
    JinjaException at(int where) {
        if (line > 0) {
            return this;
        }
        JinjaException placed = new JinjaException(where, reason());
        placed.setStackTrace(getStackTrace());
        return placed;
    }

    /** The line of the template, counted from 1; 0 if no single line is to blame. */
    public int line() {
        return line;
    }

    /** What is wrong, without the line. */
    public String reason() {
        String reason = getMessage();
        return reason == null ? "" : reason;
    }
}
