package cultivar.wallet.chain;

/** A chain cannot be reached, is not the one expected, or refuses; the message is one line for people. */
public class ChainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong and what to do. */
    public ChainException(String message) {
        super(message);
    }

    /** With what caused it. */
    public ChainException(String message, Throwable cause) {
        super(message, cause);
    }
}
