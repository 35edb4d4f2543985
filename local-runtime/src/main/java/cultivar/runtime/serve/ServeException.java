package cultivar.runtime.serve;

/** Why a request is refused; the message is one line that says what to do. */
public final class ServeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal it is. */
    public enum Kind {
        UNKNOWN_ADAPTER,
        BAD_ADAPTER,
        BAD_PROMPT,
        TOO_LONG,
        /** More requests at once than may ever wait. */
        TOO_MANY,
        BUSY,
        CLOSED,
        /** The engine cannot go on. */
        FAILED
    }

    private final Kind kind;

    /** A refusal. */
    public ServeException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** A refusal for a reason that was found elsewhere. */
    public ServeException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
