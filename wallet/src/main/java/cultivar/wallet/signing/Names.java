package cultivar.wallet.signing;

import cultivar.wallet.codec.Address;
import java.util.Optional;

/** Names that the person gave to addresses. */
@FunctionalInterface
public interface Names {
    /** Nobody has a name. */
    Names NONE = address -> Optional.empty();

    /** The name of this address. */
    Optional<String> of(Address address);

    /** The name, or the address shortened. */
    default String orShort(Address address) {
        return of(address).orElseGet(address::shortForm);
    }

    /** The address in full, with its name before it if it has one. */
    default String full(Address address) {
        return of(address).map(name -> name + "  " + address).orElseGet(address::toString);
    }
}
