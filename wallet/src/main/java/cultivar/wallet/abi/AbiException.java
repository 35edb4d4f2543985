package cultivar.wallet.abi;

/** Bytes that are not the canonical encoding of the type, or a description of a contract that cannot be read. */
public final class AbiException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** Says what is wrong. */
    public AbiException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** What is wrong, for the middle of a sentence. */
    public String reason() {
        return reason;
    }
}
