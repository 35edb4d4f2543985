package cultivar.datanet;

import org.jspecify.annotations.Nullable;

/**
 * A contribution where it lies in a datanet.
 *
 * @param id its number in the store; rows of a datanet are in the order of their ids
 * @param contentHash the stored hash, which {@code verify} compares with the content
 * @param since the version from which on the newest versions hold it; null for a draft and for a held-out row
 * @param origin the file and line that it was imported from, as {@code file:line}, or the file and its place in it;
 *     empty where unknown
 * @param state what was decided about it
 * @param reason why; empty where not said
 */
public record StoredRow(
        long id,
        Split split,
        Contribution contribution,
        Bytes32 contentHash,
        @Nullable Integer since,
        String origin,
        ReviewState state,
        String reason) {}
