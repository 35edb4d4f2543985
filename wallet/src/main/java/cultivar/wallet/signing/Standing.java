package cultivar.wallet.signing;

import cultivar.wallet.codec.Address;

/** How well the person knows an address. */
public sealed interface Standing {
    /** It is one of the person's own accounts. */
    record Own(String account) implements Standing {}

    /** It is in the address book. */
    record Known(String name) implements Standing {}

    /** It was sent to before, but has no name. */
    record Used() implements Standing {}

    /** Nobody knows it here. */
    record New() implements Standing {}

    /**
     * Nobody knows it here, and it begins and ends like one that is known: that is how people are tricked into copying a
     * wrong address from a list.
     *
     * @param other the address that it looks like
     * @param name what that one is called, or its short form
     */
    record LookAlike(Address other, String name) implements Standing {}
}
