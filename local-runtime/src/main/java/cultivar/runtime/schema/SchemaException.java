package cultivar.runtime.schema;

/** A schema that nothing can be answered by here; the message is one line that says what stands in the way. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaException(String message) {
        super(message);
    }

    SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
