package cultivar.wallet.signing;

import cultivar.wallet.codec.Address;

/**
 * Somebody in the address book.
 *
 * @param name what the person calls them
 * @param note anything more; may be empty
 */
public record Contact(Address address, String name, String note) {
    /** Trims what was typed. */
    public Contact {
        name = name.strip();
        note = note.strip();
    }
}
