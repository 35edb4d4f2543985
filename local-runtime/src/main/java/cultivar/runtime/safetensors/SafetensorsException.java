package cultivar.runtime.safetensors;

/** A safetensors file that is missing, damaged or not what it claims to be; the message is one line for a person. */
public final class SafetensorsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SafetensorsException(String message) {
        super(message);
    }

    public SafetensorsException(String message, Throwable cause) {
        super(message, cause);
    }
}
