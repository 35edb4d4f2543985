package cultivar.wallet.rewards;

/** Rewards that cannot be shared out or claimed; the message is one line that says why and what to do. */
public final class RewardsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong and what to do. */
    public RewardsException(String message) {
        super(message);
    }

    /** With what caused it. */
    public RewardsException(String message, Throwable cause) {
        super(message, cause);
    }
}
