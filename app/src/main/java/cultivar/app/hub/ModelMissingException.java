package cultivar.app.hub;

/** A model or adapter that was named and is not on this machine; the message says how to get it. */
public final class ModelMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelMissingException(String message) {
        super(message);
    }
}
