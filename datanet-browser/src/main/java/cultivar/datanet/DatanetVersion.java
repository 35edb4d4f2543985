package cultivar.datanet;

import java.time.Instant;
import java.util.List;

/**
 * An immutable state of a datanet's training rows.
 *
 * @param ref the datanet's name and the version's number, counted from 1
 * @param root the root of the Merkle tree over (content hash, contributor) of its rows
 * @param rows how many there are
 * @param shares by contributor, largest first
 * @param licences by licence, most frequent first
 */
public record DatanetVersion(
        DatanetVersionRef ref,
        Bytes32 root,
        long rows,
        Instant created,
        List<ContributorShare> shares,
        List<Counted> licences) {
    public DatanetVersion {
        shares = List.copyOf(shares);
        licences = List.copyOf(licences);
    }

    public int number() {
        return ref.number();
    }
}
