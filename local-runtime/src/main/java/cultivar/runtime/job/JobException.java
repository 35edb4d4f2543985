package cultivar.runtime.job;

/** A job that is not there, or cannot do what is asked of it; the message is one line for a person. */
public final class JobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal it is. */
    public enum Kind {
        /** There is no such job. */
        MISSING,
        /** The job is not in a state for it. */
        CONFLICT,
        /** The job's description or one of its files is wrong. */
        INVALID,
        /** A file cannot be read or written, or the engine cannot be reached. */
        FAILED
    }

    private final Kind kind;

    public JobException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public JobException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
