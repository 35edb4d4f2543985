package cultivar.datanet.view;

import cultivar.datanet.HistoryEntry;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.Curation;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A step at the desk that can be taken back. */
final class DeskStep {
    private final @Nullable StoredRow before;
    private final int index;
    private final boolean stored;
    private final boolean decided;
    private volatile boolean changed;

    private DeskStep(@Nullable StoredRow before, int index, boolean stored, boolean decided) {
        this.before = before;
        this.index = index;
        this.stored = stored;
        this.decided = decided;
    }

    /** A row that was only left. */
    static DeskStep skipped(StoredRow before, int index) {
        return new DeskStep(before, index, false, false);
    }

    static DeskStep tagged(StoredRow before, int index) {
        return new DeskStep(before, index, true, false);
    }

    static DeskStep decided(StoredRow before, int index) {
        return new DeskStep(before, index, true, true);
    }

    /** Something done to everything that matched. */
    static DeskStep all() {
        return new DeskStep(null, 0, true, false);
    }

    /** What the row was; null for a step that changed many. */
    @Nullable
    StoredRow before() {
        return before;
    }

    /** Where in the queue the row stood. */
    int index() {
        return index;
    }

    /** Whether it is written down. */
    boolean stored() {
        return stored;
    }

    /** Whether it was a decision about a row. */
    boolean decided() {
        return decided;
    }

    /** The change, which notes here whether there was anything to change. */
    Function<Curation, Optional<HistoryEntry>> of(Function<Curation, Optional<HistoryEntry>> change) {
        return curation -> {
            Optional<HistoryEntry> entry = change.apply(curation);
            changed = entry.isPresent();
            return entry;
        };
    }

    /** Whether the history knows of it; told once it is written. */
    boolean changed() {
        return changed;
    }
}
