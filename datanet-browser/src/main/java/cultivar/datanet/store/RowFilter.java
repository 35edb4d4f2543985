package cultivar.datanet.store;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.Split;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a datanet are wanted; every condition that is set must hold.
 *
 * @param text words that all occur in the row, the last one perhaps begun only; empty for any text
 * @param tag null for any
 * @param contributor null for any
 * @param split null for both
 * @param draftsOnly whether only training rows that no version holds are wanted
 */
public record RowFilter(
        String text,
        @Nullable String tag,
        @Nullable EvmAddress contributor,
        @Nullable Split split,
        boolean draftsOnly) {
    /** The filter that lets every row through. */
    public static RowFilter all() {
        return new RowFilter("", null, null, null, false);
    }

    public RowFilter withText(String words) {
        return new RowFilter(words, tag, contributor, split, draftsOnly);
    }

    public RowFilter withTag(@Nullable String name) {
        return new RowFilter(text, name, contributor, split, draftsOnly);
    }

    public RowFilter withContributor(@Nullable EvmAddress address) {
        return new RowFilter(text, tag, address, split, draftsOnly);
    }

    public RowFilter withSplit(@Nullable Split side) {
        return new RowFilter(text, tag, contributor, side, draftsOnly);
    }

    public RowFilter withDraftsOnly(boolean only) {
        return new RowFilter(text, tag, contributor, split, only);
    }
}
