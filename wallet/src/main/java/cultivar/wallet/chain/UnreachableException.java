package cultivar.wallet.chain;

/** A node gave no answer that can be used; whether it did what it was asked is not known. */
public final class UnreachableException extends ChainException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong and what to do. */
    public UnreachableException(String message) {
        super(message);
    }

    /** With what caused it. */
    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
