package cultivar.datanet.view;

import cultivar.datanet.StoredRow;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskRunner;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are fetched as they come into sight and let go when they are far from it, with the one that is looked at.
 * The first of them are shown at once; the places of all others are read behind them. What is asked for last is what is
 * shown: an earlier answer that comes late is dropped. FX thread only.
 */
final class RowPages {
    /** How many rows are fetched at once. */
    static final int SIZE = 100;

    /** How many rows are held in memory: some screens of them to all sides, and where one was before. */
    static final int HELD = 20 * SIZE;

    /** Where rows come from; asked off the FX thread. */
    interface Source {
        /** The first rows of the list. */
        List<StoredRow> first(int limit);

        /** How many rows there are in all; asked after the first rows. At most so many where only the list can tell. */
        long count();

        /** The ids of all rows, in the order of the list. */
        long[] ids();

        /** The rows of ids, in their order; those that there are no more are left out. */
        List<StoredRow> rows(List<Long> ids);
    }

    /** The beginning of a list. */
    record First(List<StoredRow> rows, long matching) {}

    private final TaskRunner tasks;
    private final String title;
    private final Consumer<Throwable> failed;
    private final RowWindow rows = new RowWindow(HELD);
    private final LongProperty matching = new SimpleLongProperty(this, "matching");
    private final ObjectProperty<@Nullable StoredRow> selected = new SimpleObjectProperty<>(this, "selected");
    private final Set<Long> placed = new HashSet<>();
    private @Nullable Source source;
    private @Nullable Task<?> listing;
    private @Nullable Task<?> fetching;
    private int looked;
    private int complete = -1;
    private long awaited;

    /**
     * No rows yet.
     *
     * @param title what fetching is called, for people
     * @param failed hears why rows could not be fetched
     */
    RowPages(TaskRunner tasks, String title, Consumer<Throwable> failed) {
        this.tasks = tasks;
        this.title = title;
        this.failed = failed;
    }

    /** The rows; null in the places of those that are not in memory. */
    RowWindow rows() {
        return rows;
    }

    /** How many rows there are, listed or not. */
    LongProperty matching() {
        return matching;
    }

    /** The row that is looked at; null where there is none, or while it is on its way. */
    ObjectProperty<@Nullable StoredRow> selected() {
        return selected;
    }

    /** Shows another list, or the same one anew, from its front. What is shown stays until the answer comes. */
    Task<First> read(Source wanted) {
        stop();
        Task<First> task = tasks.load(title, context -> new First(wanted.first(SIZE), wanted.count()));
        listing = task;
        return task.onResult(first -> begin(wanted, first));
    }

    private void begin(Source wanted, First first) {
        // The rows of the list before may have changed since.
        stopFetching();
        source = wanted;
        matching.set(first.matching());
        placed.clear();
        first.rows().forEach(row -> placed.add(row.id()));
        complete = -1;
        looked = 0;
        rows.begin(first.rows());
        select(0);
        if (first.matching() > first.rows().size()) {
            listing = tasks.load(title, context -> wanted.ids())
                    .onResult(this::listed)
                    .onFailure(failed);
        }
    }

    private void listed(long[] ids) {
        rows.append(LongStream.of(ids).filter(id -> !placed.contains(id)).toArray());
        matching.set(rows.size());
        complete = -1;
        fetch();
    }

    /** A place has come into sight: its row and those around it are fetched, unless they are there. */
    void inSight(int index) {
        looked = index;
        if (index / SIZE != complete) {
            fetch();
        }
    }

    /** Fetches what is missing of the page that is in sight, then of those around it, one at a time. */
    private void fetch() {
        Source from = source;
        if (fetching != null || from == null) {
            return;
        }
        int page = looked / SIZE;
        for (int at : new int[] {page, page + 1, page - 1, page + 2, page - 2}) {
            List<Long> missing = rows.missing(at * SIZE, (at + 1) * SIZE);
            if (!missing.isEmpty()) {
                fetch(from, missing);
                return;
            }
        }
        complete = page;
    }

    private void fetch(Source from, List<Long> missing) {
        Task<List<StoredRow>> task = tasks.load(title, context -> from.rows(missing));
        fetching = task;
        var _ = task.onEnd(() -> {
                    if (task.equals(fetching)) {
                        fetching = null;
                    }
                })
                .onResult(found -> {
                    rows.hold(found);
                    if (found.size() < missing.size()) {
                        forget(missing, found);
                    }
                    found.stream().filter(row -> row.id() == awaited).forEach(this::select);
                    fetch();
                })
                .onFailure(error -> {
                    // Every row in sight asks; what fails is told once, and tried again elsewhere.
                    complete = looked / SIZE;
                    failed.accept(error);
                });
    }

    /** Takes the rows out of the list that there are no more. */
    private void forget(List<Long> asked, List<StoredRow> found) {
        Set<Long> gone = new HashSet<>(asked);
        found.forEach(row -> gone.remove(row.id()));
        for (long id : gone) {
            int index = rows.place(id);
            if (index >= 0) {
                remove(index);
            }
        }
    }

    /** Looks at a row of the list. */
    void select(@Nullable StoredRow row) {
        awaited = 0;
        selected.set(row);
        if (row != null) {
            int index = rows.place(row.id());
            if (index >= 0) {
                inSight(index);
            }
        }
    }

    /** Looks at the row of a place, or of the last place where there are fewer, as soon as it is there. */
    void select(int index) {
        if (rows.isEmpty()) {
            select(null);
            return;
        }
        int place = Math.clamp(index, 0, rows.size() - 1);
        StoredRow row = rows.get(place);
        awaited = row == null ? rows.id(place) : 0;
        selected.set(row);
        inSight(place);
    }

    boolean isSelected(int index) {
        StoredRow row = selected.get();
        return row != null && index < rows.size() && rows.id(index) == row.id();
    }

    /** Gives up what is on its way. */
    void stop() {
        if (listing != null) {
            listing.cancel();
            listing = null;
        }
        stopFetching();
    }

    private void stopFetching() {
        if (fetching != null) {
            fetching.cancel();
            fetching = null;
        }
    }

    /** The place of a row; -1 where it is not in the list. */
    int indexOf(long id) {
        return rows.place(id);
    }

    /** Takes a row out of the list. */
    void remove(int index) {
        rows.remove(index);
        complete = -1;
        matching.set(matching.get() - 1);
    }

    /** Puts a row into the list, though it may stand elsewhere in what is stored. */
    void putBack(int index, StoredRow row) {
        placed.add(row.id());
        rows.add(Math.clamp(index, 0, rows.size()), row);
        complete = -1;
        matching.set(matching.get() + 1);
    }
}
