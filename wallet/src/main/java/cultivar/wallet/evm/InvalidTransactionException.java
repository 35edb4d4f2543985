package cultivar.wallet.evm;

/** A transaction that no block may contain; nothing was changed. */
public final class InvalidTransactionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says why, in one line. */
    public InvalidTransactionException(String message) {
        super(message);
    }
}
