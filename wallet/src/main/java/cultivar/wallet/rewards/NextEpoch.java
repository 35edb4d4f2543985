package cultivar.wallet.rewards;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The epoch that an operator is about to post: what everybody earned in all, never less than in the epoch before.
 *
 * @param pot the pot as it is on the chain
 * @param before the tree of the last epoch, if there was one
 * @param tree the new tree
 */
public record NextEpoch(Pot pot, Optional<RewardTree> before, RewardTree tree) {
    /**
     * Adds what was earned since the last epoch; an account may be there more than once.
     *
     * @throws RewardsException if nothing was earned, or an amount is not positive
     */
    public static NextEpoch adding(Pot pot, String scope, Optional<RewardTree> before, List<Earning> earned) {
        if (earned.isEmpty()) {
            throw new RewardsException("Nobody earned anything, so there is nothing to post.");
        }
        Map<Address, BigInteger> sums = new LinkedHashMap<>();
        before.ifPresent(tree -> tree.earnings().forEach(all -> sums.put(all.account(), all.cumulative())));
        for (Earning more : earned) {
            if (more.cumulative().signum() <= 0) {
                throw new RewardsException("The amount of " + more.account() + " is not a positive number.");
            }
            sums.merge(more.account(), more.cumulative(), BigInteger::add);
        }
        return new NextEpoch(
                pot,
                before,
                RewardTree.of(
                        scope,
                        sums.entrySet().stream()
                                .map(entry -> new Earning(entry.getKey(), entry.getValue()))
                                .toList()));
    }

    /**
     * Takes what everybody earned since the pot began.
     *
     * @throws RewardsException if that is less for anybody than the last epoch said, or an account is there twice
     */
    public static NextEpoch replacing(Pot pot, String scope, Optional<RewardTree> before, List<Earning> totals) {
        RewardTree tree = RewardTree.of(scope, totals);
        for (Earning old : before.map(RewardTree::earnings).orElse(List.of())) {
            BigInteger now = tree.of(old.account()).map(Earning::cumulative).orElse(BigInteger.ZERO);
            if (now.compareTo(old.cumulative()) < 0) {
                throw new RewardsException("The account " + old.account() + " has earned " + old.cumulative()
                        + " by the last epoch, but only " + now + " by this file, in the smallest units. What was"
                        + " earned is never taken back; correct the file.");
            }
        }
        return new NextEpoch(pot, before, tree);
    }

    /** What this epoch adds for an account. */
    public BigInteger added(Earning earning) {
        return earning.cumulative()
                .subtract(before.flatMap(tree -> tree.of(earning.account()))
                        .map(Earning::cumulative)
                        .orElse(BigInteger.ZERO));
    }

    /** What came into the pot beyond what this epoch shares out; below zero if it shares out too much. */
    public BigInteger left() {
        return pot.funded().subtract(tree.total());
    }

    /** Its number, counted from one. */
    public long number() {
        return pot.epoch() + 1;
    }

    /**
     * Makes sure that it can be posted.
     *
     * @param now the time of the newest block
     * @throws RewardsException if the epoch before still waits, or it changes nothing
     */
    public void requirePostable(Instant now) {
        if (pot.waits(now)) {
            throw new RewardsException("Epoch " + pot.epoch() + " waits until " + pot.readyAt()
                    + " before it pays, and no other can be posted until then. Try again after that.");
        }
        if (before.filter(last -> last.root().equals(tree.root())).isPresent()) {
            throw new RewardsException("Nobody earned anything since the last epoch, so there is nothing to post.");
        }
    }
}
