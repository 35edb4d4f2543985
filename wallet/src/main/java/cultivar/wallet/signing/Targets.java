package cultivar.wallet.signing;

import cultivar.wallet.codec.Address;

/** Looks up what lies at an address. May block. */
@FunctionalInterface
public interface Targets {
    /** What is there. */
    Target at(Address address);
}
