package cultivar.datanet.merkle;

import cultivar.datanet.Bytes32;
import cultivar.datanet.EvmAddress;
import java.util.List;

/**
 * Shows that a contribution is in a tree, without the other contributions.
 *
 * @param siblings the hashes beside the way from the leaf to the root, lowest first
 */
public record MerkleProof(Bytes32 contentHash, EvmAddress contributor, List<Bytes32> siblings, Bytes32 root) {
    public MerkleProof {
        siblings = List.copyOf(siblings);
    }

    /** Whether the leaf, hashed with the siblings in turn, gives the root. */
    public boolean holds() {
        byte[] node = MerkleTree.leaf(contentHash.bytes(), contributor.bytes());
        for (Bytes32 sibling : siblings) {
            node = MerkleTree.node(node, sibling.bytes());
        }
        return Bytes32.of(node).equals(root);
    }
}
