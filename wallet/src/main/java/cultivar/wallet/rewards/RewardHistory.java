package cultivar.wallet.rewards;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts what the chain says about epochs beside the trees of this home: what an account earned, and how it stands. */
public final class RewardHistory {
    private final RewardLedger ledger;
    private final TreeFolder trees;

    /** A history of these rewards by these trees. */
    public RewardHistory(RewardLedger ledger, TreeFolder trees) {
        this.ledger = ledger;
        this.trees = trees;
    }

    /**
     * What an account earned in the epochs posted from a block on. A damaged tree is named and the rest is told. Blocks.
     *
     * @throws cultivar.wallet.chain.ChainException if the network cannot be asked
     */
    public RewardStatement of(Address account, long fromBlock) {
        // The time of the newest block decides whether a root pays.
        Instant now = ledger.now();
        Map<BigInteger, List<PostedRoot>> byPot = new LinkedHashMap<>();
        ledger.posted(fromBlock)
                .forEach(root -> byPot.computeIfAbsent(root.pot(), _ -> new ArrayList<>())
                        .add(root));
        List<PotShare> pots = new ArrayList<>();
        List<TreeGap> gaps = new ArrayList<>();
        byPot.forEach((number, roots) ->
                new Reading(account, ledger.pot(number), now, gaps).share(roots).ifPresent(pots::add));
        return new RewardStatement(account, pots, gaps);
    }

    private record Leaf(BigInteger cumulative, List<byte[]> proof) {}

    /** One pot as it is read. */
    private final class Reading {
        private final Address account;
        private final Pot pot;
        private final Instant now;
        private final List<TreeGap> gaps;
        private final BigInteger adapter;
        private final String scope;
        private final BigInteger claimed;
        private final Map<String, RewardTree> found = new HashMap<>();

        Reading(Address account, Pot pot, Instant now, List<TreeGap> gaps) {
            this.account = account;
            this.pot = pot;
            this.now = now;
            this.gaps = gaps;
            this.adapter = ledger.adapter(pot.number());
            this.scope = ledger.scope(pot.number());
            this.claimed = ledger.claimed(pot.number(), account);
        }

        Optional<PotShare> share(List<PostedRoot> roots) {
            roots.forEach(this::look);
            Optional<ClaimItem> item = claimable();
            BigInteger reach =
                    item.map(ClaimItem::cumulative).orElse(BigInteger.ZERO).max(claimed);
            List<EpochShare> epochs = new ArrayList<>();
            BigInteger before = BigInteger.ZERO;
            for (PostedRoot root : roots) {
                Optional<Leaf> leaf = leaf(root.root());
                if (leaf.isEmpty()) {
                    continue;
                }
                BigInteger cumulative = leaf.get().cumulative();
                epochs.addFirst(new EpochShare(
                        root,
                        scope,
                        cumulative,
                        cumulative.subtract(before).max(BigInteger.ZERO),
                        leaf.get().proof(),
                        standing(root, cumulative, reach)));
                if (!root.challenged()) {
                    before = before.max(cumulative);
                }
            }
            return epochs.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PotShare(pot.number(), adapter, claimed, item, epochs));
        }

        private void look(PostedRoot root) {
            try {
                Optional<RewardTree> tree = trees.find(root.root());
                if (tree.isPresent() && !tree.get().scope().equals(scope)) {
                    throw new RewardsException("The tree with the root " + root.root()
                            + " is of another pot, so it proves nothing here. Get it anew from the operator.");
                }
                tree.ifPresentOrElse(
                        known -> found.put(root.root(), known),
                        () -> gaps.add(new TreeGap(root, adapter, Optional.empty())));
            } catch (RewardsException e) {
                gaps.add(new TreeGap(root, adapter, Optional.of(String.valueOf(e.getMessage()))));
            }
        }

        private Optional<Leaf> leaf(String root) {
            return Optional.ofNullable(found.get(root))
                    .flatMap(tree ->
                            tree.of(account).map(earning -> new Leaf(earning.cumulative(), tree.proof(account))));
        }

        /** What the newest root that pays holds beyond what was taken, as far as the pot reaches. */
        private Optional<ClaimItem> claimable() {
            BigInteger left = pot.funded().subtract(pot.claimed());
            for (String root : pot.paying(now)) {
                Optional<ClaimItem> item = leaf(root)
                        .map(leaf -> new ClaimItem(
                                pot.number(),
                                adapter,
                                root,
                                leaf.cumulative(),
                                leaf.cumulative().subtract(claimed).min(left),
                                leaf.proof()))
                        .filter(each -> each.amount().signum() > 0);
                if (item.isPresent()) {
                    return item;
                }
            }
            return Optional.empty();
        }

        private Standing standing(PostedRoot root, BigInteger cumulative, BigInteger reach) {
            if (root.challenged()) {
                return new Standing.Challenged();
            }
            if (cumulative.compareTo(claimed) <= 0) {
                return new Standing.Claimed();
            }
            if (cumulative.compareTo(reach) <= 0) {
                return new Standing.Claimable();
            }
            return pot.waits(now) && root.root().equals(pot.last())
                    ? new Standing.Locked(pot.readyAt())
                    : new Standing.Replaced();
        }
    }
}
