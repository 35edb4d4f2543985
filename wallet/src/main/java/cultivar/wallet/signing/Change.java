package cultivar.wallet.signing;

import cultivar.wallet.codec.Address;

/**
 * Something that a transaction would change.
 *
 * @param who whose it is
 * @param what how much of what, or which permission
 * @param kind what happens to it
 */
public record Change(Address who, String what, Kind kind) {
    /** What happens. */
    public enum Kind {
        /** It comes. */
        GAIN,
        /** It goes. */
        LOSS,
        /** Somebody else may take it from now on. */
        PERMISSION,
        /** Nobody else may take it any more. */
        REVOCATION
    }
}
