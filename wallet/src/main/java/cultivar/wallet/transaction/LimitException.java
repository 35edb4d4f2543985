package cultivar.wallet.transaction;

/** A transaction is larger than what the user allows without giving the password again; nothing was signed. */
public final class LimitException extends TransactionException {
    private static final long serialVersionUID = 1L;

    LimitException(String message) {
        super(message);
    }
}
