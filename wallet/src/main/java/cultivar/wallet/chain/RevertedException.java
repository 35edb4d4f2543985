package cultivar.wallet.chain;

import cultivar.wallet.codec.Hex;

/** A contract refused a call; its data may say why. */
public final class RevertedException extends ChainException {
    private static final long serialVersionUID = 1L;

    private final String data;

    /** With the data that the contract gave, maybe none. */
    public RevertedException(String message, byte[] data) {
        super(message);
        this.data = Hex.encode(data);
    }

    /** What the contract gave as its reason: a selector and ABI-encoded values, or nothing. */
    public byte[] data() {
        return Hex.decode(data);
    }
}
