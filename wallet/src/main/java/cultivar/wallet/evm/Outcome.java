package cultivar.wallet.evm;

/**
 * How a message ended.
 *
 * @param status success, revert (its gas comes back) or failure (it does not)
 * @param output what it returned or reverted with
 * @param gasLeft what comes back to the caller
 * @param reason why it failed, for people; empty otherwise
 */
record Outcome(Status status, byte[] output, long gasLeft, String reason) {
    enum Status {
        SUCCESS,
        REVERT,
        FAILURE
    }

    static Outcome success(byte[] output, long gasLeft) {
        return new Outcome(Status.SUCCESS, output, gasLeft, "");
    }

    static Outcome revert(byte[] output, long gasLeft) {
        return new Outcome(Status.REVERT, output, gasLeft, "");
    }

    static Outcome failure(String reason) {
        return new Outcome(Status.FAILURE, new byte[0], 0, reason);
    }

    /** Nothing ran, so the gas comes back. */
    static Outcome refused(String reason, long gasLeft) {
        return new Outcome(Status.FAILURE, new byte[0], gasLeft, reason);
    }

    boolean succeeded() {
        return status == Status.SUCCESS;
    }
}
