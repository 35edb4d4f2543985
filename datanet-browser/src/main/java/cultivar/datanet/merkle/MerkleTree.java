package cultivar.datanet.merkle;

import cultivar.datanet.Bytes32;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Keccak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The StandardMerkleTree of {@code @openzeppelin/merkle-tree} with the leaf encoding {@code (bytes32, address)}.
 *
 * <p>A leaf is keccak256(keccak256(abi.encode(contentHash, contributor))), an inner node the keccak256 of its two
 * children, the smaller first. The n leaves, sorted ascending, fill an array of 2n-1 nodes from its end backwards; the
 * children of node i are 2i+1 and 2i+2, and node 0 is the root.
 */
public final class MerkleTree {
    private static final int SIZE = 32;

    /** The nodes in array order, 32 bytes each. */
    private final byte[] nodes;
    /** The node that holds the leaf added at each place. */
    private final int[] places;

    private MerkleTree(byte[] nodes, int[] places) {
        this.nodes = nodes;
        this.places = places;
    }

    /** The leaf of one contribution: a 32-byte content hash and the 20 bytes of an address. */
    public static byte[] leaf(byte[] contentHash, byte[] contributor) {
        byte[] encoded = new byte[2 * SIZE];
        System.arraycopy(contentHash, 0, encoded, 0, SIZE);
        System.arraycopy(contributor, 0, encoded, 2 * SIZE - 20, 20);
        Keccak keccak = new Keccak();
        byte[] inner = keccak.update(encoded, 0, encoded.length).finish();
        return keccak.update(inner, 0, SIZE).finish();
    }

    /** The leaf of one contribution. */
    public static Bytes32 leaf(Bytes32 contentHash, EvmAddress contributor) {
        return Bytes32.of(leaf(contentHash.bytes(), contributor.bytes()));
    }

    static byte[] node(byte[] a, byte[] b) {
        boolean ordered = Arrays.compareUnsigned(a, b) <= 0;
        byte[] first = ordered ? a : b;
        byte[] second = ordered ? b : a;
        return new Keccak().update(first, 0, SIZE).update(second, 0, SIZE).finish();
    }

    /** Collects the leaves of a tree, in any order. */
    public static final class Builder {
        private byte[] leaves = new byte[1024 * SIZE];
        private int count;

        /** Adds a leaf's 32 bytes; its index is the number of leaves added before it. */
        public void add(byte[] leaf) {
            if (leaf.length != SIZE) {
                throw new IllegalArgumentException("A leaf has 32 bytes, not " + leaf.length);
            }
            if ((count + 1) * SIZE > leaves.length) {
                leaves = Arrays.copyOf(leaves, Math.multiplyExact(leaves.length, 2));
            }
            System.arraycopy(leaf, 0, leaves, count * SIZE, SIZE);
            count++;
        }

        public int size() {
            return count;
        }

        /** Builds the tree. Throws {@link IllegalStateException} where there is no leaf. */
        public MerkleTree build() {
            if (count == 0) {
                throw new IllegalStateException("A tree needs a leaf");
            }
            Integer[] order = new Integer[count];
            Arrays.setAll(order, i -> i);
            Arrays.sort(
                    order,
                    (a, b) -> Arrays.compareUnsigned(
                            leaves, a * SIZE, a * SIZE + SIZE, leaves, b * SIZE, b * SIZE + SIZE));
            int length = 2 * count - 1;
            byte[] nodes = new byte[Math.multiplyExact(length, SIZE)];
            int[] places = new int[count];
            for (int i = 0; i < count; i++) {
                int place = length - 1 - i;
                places[order[i]] = place;
                System.arraycopy(leaves, order[i] * SIZE, nodes, place * SIZE, SIZE);
            }
            Keccak keccak = new Keccak();
            for (int i = length - 1 - count; i >= 0; i--) {
                int left = (2 * i + 1) * SIZE;
                int right = left + SIZE;
                boolean ordered = Arrays.compareUnsigned(nodes, left, left + SIZE, nodes, right, right + SIZE) <= 0;
                byte[] hash = keccak.update(nodes, ordered ? left : right, SIZE)
                        .update(nodes, ordered ? right : left, SIZE)
                        .finish();
                System.arraycopy(hash, 0, nodes, i * SIZE, SIZE);
            }
            return new MerkleTree(nodes, places);
        }
    }

    public Bytes32 root() {
        return node(0);
    }

    public int size() {
        return places.length;
    }

    /** All 2n-1 nodes in array order, as the JavaScript library's {@code dump().tree}. */
    public List<Bytes32> dump() {
        List<Bytes32> all = new ArrayList<>(2 * size() - 1);
        for (int i = 0; i < 2 * size() - 1; i++) {
            all.add(node(i));
        }
        return all;
    }

    /** The node that holds the leaf that was added at {@code index}. */
    public int treeIndex(int index) {
        return places[index];
    }

    /** The siblings from the leaf that was added at {@code index} up to the root. */
    public List<Bytes32> proof(int index) {
        List<Bytes32> siblings = new ArrayList<>();
        for (int i = places[index]; i > 0; i = (i - 1) / 2) {
            siblings.add(node(i % 2 == 0 ? i - 1 : i + 1));
        }
        return siblings;
    }

    private Bytes32 node(int i) {
        return Bytes32.of(Arrays.copyOfRange(nodes, i * SIZE, (i + 1) * SIZE));
    }
}
