package cultivar.wallet.stakes;

import cultivar.wallet.codec.Address;

/**
 * How stakes on a datanet work, for good.
 *
 * @param arbiter who decides contested penalties; {@link Address#ZERO} for nobody, so that a contested one ends
 * @param beneficiary who gets penalties
 */
public record House(Address arbiter, Address beneficiary) {}
