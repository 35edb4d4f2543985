package cultivar.runtime.torch;

/** The native engine could not start or refused an operation; the message is one line for a person. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
