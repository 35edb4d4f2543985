package cultivar.wallet.keys;

import cultivar.wallet.codec.Address;

/**
 * One account of a wallet.
 *
 * @param index its place {@code i} in m/44'/60'/0'/0/i; below zero if it does not come from the phrase
 * @param name what its owner calls it
 * @param address its address
 * @param kind where its key is
 */
public record Account(int index, String name, Address address, Kind kind) {
    /** Where an account's key is. */
    public enum Kind {
        /** It grows from the phrase. */
        DERIVED,
        /** It was imported and is kept encrypted beside the phrase; the phrase does not bring it back. */
        IMPORTED,
        /** Somewhere else: the account can be looked at, not signed for. */
        WATCHED
    }

    /** Whether the wallet can sign for it. */
    public boolean canSign() {
        return kind != Kind.WATCHED;
    }
}
