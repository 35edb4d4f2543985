package cultivar.wallet.chain;

/** A node answered with an error of its own. */
public final class RefusedException extends ChainException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * One line for people.
     *
     * @param reason what the node said
     */
    public RefusedException(String message, String reason) {
        super(message);
        this.reason = reason;
    }

    /** What the node said, in its own words. */
    public String reason() {
        return reason;
    }
}
