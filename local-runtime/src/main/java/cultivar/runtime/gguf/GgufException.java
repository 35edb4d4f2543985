package cultivar.runtime.gguf;

/** A GGUF file that is missing, damaged or not what it claims to be; the message is one line for a person. */
public final class GgufException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GgufException(String message) {
        super(message);
    }

    public GgufException(String message, Throwable cause) {
        super(message, cause);
    }
}
