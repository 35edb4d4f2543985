package cultivar.wallet.rewards;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * A deposit out of which an adapter's fees are paid by vouchers. Amounts in the currency's smallest units.
 *
 * @param number its number, counted from one
 * @param payer who deposited, and gets the rest
 * @param signer whose vouchers count
 * @param pool where fees go
 * @param deposit what was deposited; what is spent already, once the rest was paid back
 * @param spent what was redeemed
 * @param closesAt from when on the rest can be taken back; empty while nobody is closing it
 */
public record PrepaidChannel(
        BigInteger number,
        Address payer,
        Address signer,
        BigInteger pool,
        BigInteger deposit,
        BigInteger spent,
        Optional<Instant> closesAt) {
    /** What can still be spent. */
    public BigInteger left() {
        return deposit.subtract(spent);
    }
}
