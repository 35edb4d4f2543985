package cultivar.wallet.keys;

/** A wallet could not be made, read, opened or used; the message is one line for people and holds no secret. */
public class WalletException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong and what to do. */
    public WalletException(String message) {
        super(message);
    }

    /** With what caused it. */
    public WalletException(String message, Throwable cause) {
        super(message, cause);
    }
}
