package cultivar.wallet.rewards;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tree of an epoch: OpenZeppelin's StandardMerkleTree over {@code (bytes32 scope, address account, uint256
 * cumulative)}. A leaf is keccak256(keccak256(abi.encode(...))), an inner node the keccak256 of its two children, the
 * smaller first; the n leaves, sorted ascending, fill an array of 2n-1 nodes from its end backwards.
 */
public final class RewardTree {
    private static final int WORD = 32;

    private final String scope;
    private final List<Earning> earnings;
    private final byte[][] nodes;
    private final Map<Address, Integer> places = new HashMap<>();
    private final Map<Address, Earning> byAccount = new HashMap<>();

    private RewardTree(String scope, List<Earning> earnings) {
        this.scope = scope;
        this.earnings = List.copyOf(earnings);
        this.nodes = new byte[2 * earnings.size() - 1][];
        List<Leaf> leaves = new ArrayList<>();
        for (Earning earning : earnings) {
            if (byAccount.put(earning.account(), earning) != null) {
                throw new RewardsException("The account " + earning.account() + " is in the epoch twice. Add it up.");
            }
            leaves.add(new Leaf(earning.account(), leaf(scope, earning)));
        }
        leaves.sort((a, b) -> Arrays.compareUnsigned(a.hash(), b.hash()));
        for (int i = 0; i < leaves.size(); i++) {
            int place = nodes.length - 1 - i;
            nodes[place] = leaves.get(i).hash();
            places.put(leaves.get(i).account(), place);
        }
        for (int i = earnings.size() - 2; i >= 0; i--) {
            nodes[i] = node(nodes[2 * i + 1], nodes[2 * i + 2]);
        }
    }

    private record Leaf(Address account, byte[] hash) {}

    /**
     * The tree over what everybody earned in all.
     *
     * @param scope what the contract says its leaves begin with, 32 bytes in hexadecimal
     * @throws RewardsException if there is nobody, somebody twice, or an amount that is not positive
     */
    public static RewardTree of(String scope, List<Earning> earnings) {
        if (earnings.isEmpty()) {
            throw new RewardsException("Nobody earned anything, so there is no tree.");
        }
        for (Earning earning : earnings) {
            if (earning.cumulative().signum() <= 0 || earning.cumulative().bitLength() > 256) {
                throw new RewardsException("The amount of " + earning.account() + " is not a positive number.");
            }
        }
        return new RewardTree(scope, earnings);
    }

    private static byte[] leaf(String scope, Earning earning) {
        byte[] encoded = new byte[3 * WORD];
        System.arraycopy(Hex.decode(scope), 0, encoded, 0, WORD);
        System.arraycopy(earning.account().bytes(), 0, encoded, 2 * WORD - Address.LENGTH, Address.LENGTH);
        byte[] amount = earning.cumulative().toByteArray();
        int from = Math.max(0, amount.length - WORD);
        System.arraycopy(amount, from, encoded, 3 * WORD - (amount.length - from), amount.length - from);
        return Keccak.hash(Keccak.hash(encoded));
    }

    private static byte[] node(byte[] a, byte[] b) {
        boolean ordered = Arrays.compareUnsigned(a, b) <= 0;
        return new Keccak()
                .update(ordered ? a : b, 0, WORD)
                .update(ordered ? b : a, 0, WORD)
                .digest();
    }

    /** What its leaves begin with. */
    public String scope() {
        return scope;
    }

    /** Who earned what. */
    public List<Earning> earnings() {
        return earnings;
    }

    /** The root, 32 bytes in hexadecimal. */
    public String root() {
        return Hex.encode(nodes[0]);
    }

    /** Sum of the leaves. */
    public BigInteger total() {
        return earnings.stream().map(Earning::cumulative).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** What an account earned, if it is in the tree. */
    public Optional<Earning> of(Address account) {
        return Optional.ofNullable(byAccount.get(account));
    }

    /** The siblings from an account's leaf up to the root; none if the account is not in the tree. */
    public List<byte[]> proof(Address account) {
        List<byte[]> siblings = new ArrayList<>();
        for (int i = places.getOrDefault(account, 0); i > 0; i = (i - 1) / 2) {
            siblings.add(nodes[i % 2 == 0 ? i - 1 : i + 1].clone());
        }
        return siblings;
    }

    /** Whether the siblings lead from this leaf to this root. */
    public static boolean leads(String scope, Earning earning, List<byte[]> siblings, String root) {
        byte[] node = leaf(scope, earning);
        for (byte[] sibling : siblings) {
            node = node(node, sibling);
        }
        return Hex.encode(node).equals(root);
    }
}
