package cultivar.datanet;

import org.jspecify.annotations.Nullable;

/**
 * A contribution where it lies in a datanet.
 *
 * @param id its number in the store; rows of a datanet are in the order of their ids
 * @param contentHash the stored hash, which {@code verify} compares with the content
 * @param since the first version that holds it; null for a draft and for a held-out row
 * @param origin the file and line that it was imported from, as {@code file:line}; empty where unknown
 */
public record StoredRow(
        long id,
        Split split,
        Contribution contribution,
        Bytes32 contentHash,
        @Nullable Integer since,
        String origin) {}
