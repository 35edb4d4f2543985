package cultivar.wallet.rewards;

import cultivar.wallet.codec.Address;
import java.util.List;
import java.util.Optional;

/**
 * What an account earned, as far as the trees in this home tell.
 *
 * @param account whose it is
 * @param pots where it earned something
 * @param gaps the epochs on the chain whose trees are missing here or damaged, in their order
 */
public record RewardStatement(Address account, List<PotShare> pots, List<TreeGap> gaps) {
    /** Keeps its own copies. */
    public RewardStatement {
        pots = List.copyOf(pots);
        gaps = List.copyOf(gaps);
    }

    /** All that can be claimed now. */
    public List<ClaimItem> claimable() {
        return pots.stream().map(PotShare::claimable).flatMap(Optional::stream).toList();
    }

    /** What is wrong with files of trees, a line each. */
    public List<String> damages() {
        return gaps.stream().map(TreeGap::damage).flatMap(Optional::stream).toList();
    }
}
