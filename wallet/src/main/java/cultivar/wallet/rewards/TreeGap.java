package cultivar.wallet.rewards;

import java.math.BigInteger;
import java.util.Optional;

/**
 * An epoch whose tree cannot be read here, so that nobody knows whether it holds anything for the account.
 *
 * @param posted its root on the chain
 * @param adapter the adapter whose fees it shares out
 * @param damage what is wrong with the file and what to do, in one line; empty if there is no file
 */
public record TreeGap(PostedRoot posted, BigInteger adapter, Optional<String> damage) {}
