package cultivar.wallet.signing;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.Optional;

/** Looks up what lies at an address. May block. */
public interface Targets {
    /** What is there. */
    Target at(Address address);

    /** A channel of prepaid fees at this project's contract of rewards, if it has one of that number. */
    default Optional<Channel> channel(Address rewards, BigInteger number) {
        return Optional.empty();
    }
}
