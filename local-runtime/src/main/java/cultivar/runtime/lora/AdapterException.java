package cultivar.runtime.lora;

/** An adapter that cannot be used; the message is one line that says why and what to do. */
public final class AdapterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AdapterException(String message) {
        super(message);
    }

    public AdapterException(String message, Throwable cause) {
        super(message, cause);
    }
}
