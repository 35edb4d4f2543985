package cultivar.datanet.view;

import cultivar.datanet.StoredRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a list in their places, of which only the ones used last are in memory: the place of any other holds null.
 * Eight bytes are kept of each row, so that a million fit. Rows are told apart by their ids. FX thread only.
 */
final class RowWindow extends ObservableListBase<StoredRow> {
    private final int most;
    private final Map<Long, StoredRow> held = new LinkedHashMap<>(16, 0.75f, true);
    private long[] ids = {};
    private int size;
    private int emptyFrom;
    private int emptyTo;

    /** @param most how many rows are held in memory */
    RowWindow(int most) {
        this.most = most;
    }

    @Override
    public @Nullable StoredRow get(int index) {
        StoredRow row = held.get(id(index));
        if (row == null) {
            foundEmpty(index);
        }
        return row;
    }

    /** Whoever shows an empty place is told when it is filled; far from it, only the latest of them is in sight. */
    private void foundEmpty(int index) {
        boolean near = emptyTo > 0 && Math.max(emptyTo, index + 1) - Math.min(emptyFrom, index) <= most;
        emptyFrom = near ? Math.min(emptyFrom, index) : index;
        emptyTo = near ? Math.max(emptyTo, index + 1) : index + 1;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int indexOf(@Nullable Object row) {
        return row instanceof StoredRow stored ? place(stored.id()) : -1;
    }

    @Override
    public int lastIndexOf(@Nullable Object row) {
        return indexOf(row);
    }

    @Override
    public boolean contains(@Nullable Object row) {
        return indexOf(row) >= 0;
    }

    long id(int index) {
        return ids[Objects.checkIndex(index, size)];
    }

    List<Long> ids() {
        return Arrays.stream(ids, 0, size).boxed().toList();
    }

    /** Where a row stands; -1 where it is not in the list. */
    int place(long id) {
        for (int i = 0; i < size; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }

    /** The ids of the rows of some places that are not in memory. */
    List<Long> missing(int from, int to) {
        List<Long> missing = new ArrayList<>();
        for (int i = Math.max(0, from); i < Math.min(to, size); i++) {
            if (!held.containsKey(ids[i])) {
                missing.add(ids[i]);
            }
        }
        return missing;
    }

    /** Begins another list. */
    void begin(List<StoredRow> rows) {
        int before = size;
        held.clear();
        ids = rows.stream().mapToLong(StoredRow::id).toArray();
        size = ids.length;
        rows.forEach(this::keep);
        fireChange(new Anew(this, before));
    }

    /** Goes on behind the last row. */
    void append(long[] more) {
        beginChange();
        int before = size;
        ids = Arrays.copyOf(ids, size + more.length);
        System.arraycopy(more, 0, ids, before, more.length);
        size = ids.length;
        nextAdd(before, size);
        endChange();
    }

    /** Takes rows into memory, and tells of the places that were found empty before. */
    void hold(List<StoredRow> rows) {
        Set<Long> came = new HashSet<>();
        for (StoredRow row : rows) {
            keep(row);
            came.add(row.id());
        }
        int from = emptyFrom;
        int to = Math.min(emptyTo, size);
        emptyTo = 0;
        beginChange();
        for (int at = from; at < to; at++) {
            if (came.contains(ids[at])) {
                nextUpdate(at);
            } else if (!held.containsKey(ids[at])) {
                foundEmpty(at);
            }
        }
        endChange();
    }

    @Override
    public @Nullable StoredRow set(int index, StoredRow row) {
        StoredRow before = get(index);
        beginChange();
        ids[index] = row.id();
        keep(row);
        nextSet(index, before);
        endChange();
        return before;
    }

    @Override
    public @Nullable StoredRow remove(int index) {
        StoredRow before = get(index);
        beginChange();
        System.arraycopy(ids, index + 1, ids, index, size - index - 1);
        size--;
        nextRemove(index, before);
        endChange();
        return before;
    }

    @Override
    public void add(int index, StoredRow row) {
        Objects.checkIndex(index, size + 1);
        beginChange();
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size + 1024);
        }
        System.arraycopy(ids, index, ids, index + 1, size - index);
        ids[index] = row.id();
        size++;
        keep(row);
        nextAdd(index, index + 1);
        endChange();
    }

    private void keep(StoredRow row) {
        held.put(row.id(), row);
        if (held.size() > most) {
            Iterator<Long> oldest = held.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
