package cultivar.wallet.signing;

import cultivar.wallet.codec.Address;

/** Who gets something, and how well that address is known. */
public record Recipient(Address address, Standing standing) {}
