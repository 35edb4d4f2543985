package cultivar.wallet.signing;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;

/**
 * A deposit of prepaid fees as it is on the chain. Amounts in the currency's smallest units.
 *
 * @param payer whose deposit it is
 * @param deposit what was deposited
 * @param signer whose vouchers count
 * @param spent what was redeemed
 * @param adapter the adapter whose fees it pays
 * @param token the currency, or {@link Address#ZERO} for the coin
 * @param closing whether its payer is taking the rest back
 */
public record Channel(
        Address payer,
        BigInteger deposit,
        Address signer,
        BigInteger spent,
        BigInteger adapter,
        Address token,
        boolean closing) {}
