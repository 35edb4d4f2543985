package cultivar.wallet.chain;

import org.jspecify.annotations.Nullable;

/** An error that the caller of the development chain's JSON-RPC gets as JSON. */
final class DevRpcError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int REVERTED = 3;
    static final int REFUSED = -32_000;
    static final int BAD_REQUEST = -32_600;
    static final int BAD_METHOD = -32_601;
    static final int BAD_PARAMETERS = -32_602;

    private final int code;
    private final @Nullable String data;

    DevRpcError(int code, String message, @Nullable String data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    int code() {
        return code;
    }

    /** What a contract reverted with; null where it is no revert. */
    @Nullable
    String data() {
        return data;
    }
}
