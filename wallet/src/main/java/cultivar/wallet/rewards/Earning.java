package cultivar.wallet.rewards;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;

/**
 * What an account earned in a pot.
 *
 * @param account who
 * @param cumulative all of it since the pot began, in the currency's smallest units
 */
public record Earning(Address account, BigInteger cumulative) {}
