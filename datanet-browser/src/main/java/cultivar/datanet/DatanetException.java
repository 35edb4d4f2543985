package cultivar.datanet;

/** A failure that a user can cause and mend; its message is one line that says what is wrong and what to do. */
public final class DatanetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatanetException(String message) {
        super(message);
    }

    public DatanetException(String message, Throwable cause) {
        super(message, cause);
    }
}
