package cultivar.datanet.view;

import cultivar.datanet.StoredRow;
import java.util.Objects;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/**
 * Those of all rows that a control is given: some thousands around the ones in sight, because the toolkit walks over all
 * that it is given in every layout. FX thread only.
 */
final class NearRows extends ObservableListBase<StoredRow> {
    private final RowWindow all;
    private final int most;
    private int from;
    private int to;

    /** @param most how many rows the control is given when it is shown others */
    NearRows(RowWindow all, int most) {
        this.all = all;
        this.most = most;
        to = Math.min(most, all.size());
        all.addListener(this::changed);
    }

    @Override
    public @Nullable StoredRow get(int index) {
        return all.get(from + Objects.checkIndex(index, size()));
    }

    @Override
    public int size() {
        return to - from;
    }

    @Override
    public int indexOf(@Nullable Object row) {
        return row instanceof StoredRow stored ? index(all.place(stored.id())) : -1;
    }

    @Override
    public int lastIndexOf(@Nullable Object row) {
        return indexOf(row);
    }

    @Override
    public boolean contains(@Nullable Object row) {
        return indexOf(row) >= 0;
    }

    /** The place among all rows of the first one here. */
    int from() {
        return from;
    }

    /** The index here of a place among all rows; -1 where its row is not here. */
    int index(int place) {
        return place >= from && place < to ? place - from : -1;
    }

    /** Whether there are rows enough on both sides of a place, or all that there are. */
    boolean reaches(int place) {
        return (from == 0 || place - from >= most / 4) && (to == all.size() || to - place >= most / 4);
    }

    /** Shows the rows around a place in the stead of these. */
    void show(int place) {
        int before = size();
        from = Math.clamp(place - most / 2, 0, Math.max(0, all.size() - most));
        to = Math.min(all.size(), from + most);
        fireChange(new Anew(this, before));
    }

    private void changed(ListChangeListener.Change<? extends StoredRow> change) {
        if (change instanceof Anew) {
            int before = size();
            from = 0;
            to = Math.min(most, all.size());
            fireChange(new Anew(this, before));
            return;
        }
        beginChange();
        while (change.next()) {
            if (change.wasUpdated()) {
                for (int place = Math.max(from, change.getFrom()); place < Math.min(to, change.getTo()); place++) {
                    nextUpdate(place - from);
                }
            } else if (change.wasReplaced()) {
                replaced(change);
            } else {
                removed(change);
                added(change.getFrom(), change.getAddedSize());
            }
        }
        endChange();
    }

    private void replaced(ListChangeListener.Change<? extends StoredRow> change) {
        for (int i = 0; i < change.getAddedSize(); i++) {
            int index = index(change.getFrom() + i);
            if (index >= 0) {
                nextSet(index, change.getRemoved().get(i));
            }
        }
    }

    private void removed(ListChangeListener.Change<? extends StoredRow> change) {
        for (StoredRow row : change.getRemoved()) {
            int place = change.getFrom();
            if (place < from) {
                from--;
                to--;
            } else if (place < to) {
                to--;
                nextRemove(place - from, row);
            }
        }
    }

    /** Rows that come behind the last one here are taken only while there are few. */
    private void added(int place, int count) {
        if (place < from) {
            from += count;
            to += count;
        } else if (place < to) {
            to += count;
            nextAdd(place - from, place - from + count);
        } else if (place == to && size() < most) {
            int taken = Math.min(count, most - size());
            to += taken;
            nextAdd(place - from, to - from);
        }
    }
}
