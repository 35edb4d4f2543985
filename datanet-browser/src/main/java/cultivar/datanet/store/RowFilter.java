package cultivar.datanet.store;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a datanet are wanted; every condition that is set must hold.
 *
 * @param text words that all occur in the row, the last one perhaps begun only; empty for any text
 * @param tag null for any
 * @param contributor null for any
 * @param split null for both
 * @param draftsOnly whether only training rows that the newest version does not hold are wanted
 * @param state null for any
 * @param licence null for any
 * @param signal null for any
 * @param received the number of the contribution file that the rows came with; null for any
 */
public record RowFilter(
        String text,
        @Nullable String tag,
        @Nullable EvmAddress contributor,
        @Nullable Split split,
        boolean draftsOnly,
        @Nullable ReviewState state,
        @Nullable String licence,
        @Nullable SignalRange signal,
        @Nullable Long received) {
    /** The filter that lets every row through. */
    public static RowFilter all() {
        return new RowFilter("", null, null, null, false, null, null, null, null);
    }

    public RowFilter withText(String words) {
        return new RowFilter(words, tag, contributor, split, draftsOnly, state, licence, signal, received);
    }

    public RowFilter withTag(@Nullable String name) {
        return new RowFilter(text, name, contributor, split, draftsOnly, state, licence, signal, received);
    }

    public RowFilter withContributor(@Nullable EvmAddress address) {
        return new RowFilter(text, tag, address, split, draftsOnly, state, licence, signal, received);
    }

    public RowFilter withSplit(@Nullable Split side) {
        return new RowFilter(text, tag, contributor, side, draftsOnly, state, licence, signal, received);
    }

    public RowFilter withDraftsOnly(boolean only) {
        return new RowFilter(text, tag, contributor, split, only, state, licence, signal, received);
    }

    public RowFilter withState(@Nullable ReviewState wanted) {
        return new RowFilter(text, tag, contributor, split, draftsOnly, wanted, licence, signal, received);
    }

    public RowFilter withLicence(@Nullable String name) {
        return new RowFilter(text, tag, contributor, split, draftsOnly, state, name, signal, received);
    }

    public RowFilter withSignal(@Nullable SignalRange range) {
        return new RowFilter(text, tag, contributor, split, draftsOnly, state, licence, range, received);
    }

    public RowFilter withReceived(@Nullable Long file) {
        return new RowFilter(text, tag, contributor, split, draftsOnly, state, licence, signal, file);
    }
}
