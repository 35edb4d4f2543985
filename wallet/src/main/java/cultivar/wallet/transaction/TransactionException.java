package cultivar.wallet.transaction;

import cultivar.wallet.chain.ChainException;

/** A transaction may not be sent, or did not come to what it was sent for; the message is one line for people. */
public class TransactionException extends ChainException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong and what to do. */
    public TransactionException(String message) {
        super(message);
    }

    /** With what caused it. */
    public TransactionException(String message, Throwable cause) {
        super(message, cause);
    }
}
