package cultivar.wallet.signing;

import cultivar.wallet.codec.Address;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses that the person has to do with: own accounts, the address book, and whom something was sent to.
 *
 * @param own own accounts with their names
 * @param book the address book
 * @param used whom something was sent to before
 */
public record Circle(Map<Address, String> own, AddressBook book, Set<Address> used) implements Names {
    /** Digits at each end that people compare, if they compare any. */
    private static final int COMPARED = 3;

    /** Keeps its own copies. */
    public Circle {
        own = Map.copyOf(own);
        used = Set.copyOf(used);
    }

    @Override
    public Optional<String> of(Address address) {
        return Optional.ofNullable(own.get(address)).or(() -> book.of(address));
    }

    /** How well this address is known. */
    public Standing standing(Address address) {
        String account = own.get(address);
        if (account != null) {
            return new Standing.Own(account);
        }
        Optional<String> name = book.of(address);
        if (name.isPresent()) {
            return new Standing.Known(name.get());
        }
        // An address that only looks like a known one may have been sent to before, by the very mistake.
        Optional<Address> alike = Stream.of(
                        own.keySet().stream(), book.contacts().stream().map(Contact::address), used.stream())
                .flatMap(all -> all)
                .filter(other -> looksLike(address, other))
                .findFirst();
        if (alike.isPresent()) {
            return new Standing.LookAlike(alike.get(), orShort(alike.get()));
        }
        return used.contains(address) ? new Standing.Used() : new Standing.New();
    }

    /** Whether both begin and end with the same digits, and are not the same. */
    static boolean looksLike(Address one, Address other) {
        String a = one.hex().substring(2);
        String b = other.hex().substring(2);
        int end = a.length() - COMPARED;
        return !a.equals(b)
                && a.substring(0, COMPARED).equals(b.substring(0, COMPARED))
                && a.substring(end).equals(b.substring(end));
    }
}
