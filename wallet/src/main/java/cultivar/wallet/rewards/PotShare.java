package cultivar.wallet.rewards;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What an account earned in one pot.
 *
 * @param pot the pot
 * @param adapter the adapter whose fees it holds
 * @param claimed what the account has taken
 * @param claimable what it can take now, if anything
 * @param epochs its epochs, the newest first
 */
public record PotShare(
        BigInteger pot,
        BigInteger adapter,
        BigInteger claimed,
        Optional<ClaimItem> claimable,
        List<EpochShare> epochs) {
    /** Keeps its own copy. */
    public PotShare {
        epochs = List.copyOf(epochs);
    }

    /** What waits until its root pays. */
    public BigInteger locked() {
        return epochs.stream()
                .filter(epoch -> epoch.standing() instanceof Standing.Locked)
                .map(EpochShare::earned)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Whether it is the share of those who stake, and not of those who contributed. */
    public boolean isOfStakers() {
        return pot.testBit(255);
    }
}
