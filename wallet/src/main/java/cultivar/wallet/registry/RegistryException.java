package cultivar.wallet.registry;

/** A manifest or adapter cannot be read, or cannot be registered; the message is one line for people. */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong and what to do. */
    public RegistryException(String message) {
        super(message);
    }

    /** With what caused it. */
    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
