package cultivar.datanet.store;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.QualitySignal;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * @param signals what must have been measured; of each signal one range at most
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
        List<SignalRange> signals,
        @Nullable Long received) {
    public RowFilter {
        signals = List.copyOf(signals);
    }

    /** The filter that lets every row through. */
    public static RowFilter all() {
        return new RowFilter("", null, null, null, false, null, null, List.of(), null);
    }

    public RowFilter withText(String words) {
        return new RowFilter(words, tag, contributor, split, draftsOnly, state, licence, signals, received);
    }

    public RowFilter withTag(@Nullable String name) {
        return new RowFilter(text, name, contributor, split, draftsOnly, state, licence, signals, received);
    }

    public RowFilter withContributor(@Nullable EvmAddress address) {
        return new RowFilter(text, tag, address, split, draftsOnly, state, licence, signals, received);
    }

    public RowFilter withSplit(@Nullable Split side) {
        return new RowFilter(text, tag, contributor, side, draftsOnly, state, licence, signals, received);
    }

    public RowFilter withDraftsOnly(boolean only) {
        return new RowFilter(text, tag, contributor, split, only, state, licence, signals, received);
    }

    public RowFilter withState(@Nullable ReviewState wanted) {
        return new RowFilter(text, tag, contributor, split, draftsOnly, wanted, licence, signals, received);
    }

    public RowFilter withLicence(@Nullable String name) {
        return new RowFilter(text, tag, contributor, split, draftsOnly, state, name, signals, received);
    }

    /** With a range in the place of the one of the same signal, if there is one. */
    public RowFilter withSignal(SignalRange range) {
        List<SignalRange> ranges = new ArrayList<>(withoutSignal(range.signal()).signals());
        ranges.add(range);
        return new RowFilter(text, tag, contributor, split, draftsOnly, state, licence, ranges, received);
    }

    /** Whatever was measured by a signal. */
    public RowFilter withoutSignal(QualitySignal signal) {
        List<SignalRange> rest =
                signals.stream().filter(range -> !range.signal().equals(signal)).toList();
        return new RowFilter(text, tag, contributor, split, draftsOnly, state, licence, rest, received);
    }

    /** The range that is wanted of a signal. */
    public Optional<SignalRange> signal(QualitySignal signal) {
        return signals.stream().filter(range -> range.signal().equals(signal)).findFirst();
    }

    public RowFilter withReceived(@Nullable Long file) {
        return new RowFilter(text, tag, contributor, split, draftsOnly, state, licence, signals, file);
    }
}
