package cultivar.datanet.view;

import cultivar.datanet.StoredRow;
import cultivar.datanet.store.RowPage;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskRunner;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are fetched page by page as they come into sight, with the one that is looked at. What is asked for last is
 * what is shown: an earlier answer that comes late is dropped. FX thread only.
 */
final class RowPages {
    static final int SIZE = 100;

    /** Where pages come from; asked off the FX thread. */
    interface Source {
        /** As {@link cultivar.datanet.store.DatanetStore#page}. */
        RowPage page(long after, int limit);

        /** How many rows there are in all. */
        long count();
    }

    /** The beginning of a list. */
    record First(RowPage page, long matching) {}

    private final TaskRunner tasks;
    private final String title;
    private final ObservableList<StoredRow> rows = FXCollections.observableArrayList();
    private final LongProperty matching = new SimpleLongProperty(this, "matching");
    private final ObjectProperty<@Nullable StoredRow> selected = new SimpleObjectProperty<>(this, "selected");
    private final Set<Long> putBack = new HashSet<>();
    private @Nullable Source source;
    private @Nullable Task<?> fetching;
    private OptionalLong next = OptionalLong.empty();

    /** @param title what fetching is called, for people */
    RowPages(TaskRunner tasks, String title) {
        this.tasks = tasks;
        this.title = title;
    }

    /** The rows fetched so far. */
    ObservableList<StoredRow> rows() {
        return rows;
    }

    /** How many rows there are, fetched or not. */
    LongProperty matching() {
        return matching;
    }

    ObjectProperty<@Nullable StoredRow> selected() {
        return selected;
    }

    /** Shows another list, or the same one anew, from its front. What is shown stays until the answer comes. */
    Task<First> read(Source wanted) {
        stop();
        source = wanted;
        next = OptionalLong.empty();
        Task<First> task = tasks.load(title, context -> new First(wanted.page(0, SIZE), wanted.count()));
        fetching = task;
        return task.onEnd(() -> ended(task)).onResult(first -> {
            putBack.clear();
            matching.set(first.matching());
            rows.setAll(first.page().rows());
            next = first.page().next();
            selected.set(rows.isEmpty() ? null : rows.getFirst());
        });
    }

    /** Fetches the following page, unless there is none or it is on its way. */
    void fetchMore(Consumer<Throwable> failed) {
        OptionalLong place = next;
        Source from = source;
        if (place.isEmpty() || from == null) {
            return;
        }
        next = OptionalLong.empty();
        Task<RowPage> task = tasks.load(title, context -> from.page(place.getAsLong(), SIZE));
        fetching = task;
        var _ = task.onEnd(() -> ended(task))
                .onResult(page -> {
                    rows.addAll(fresh(page.rows()));
                    next = page.next();
                })
                .onFailure(error -> {
                    next = place;
                    failed.accept(error);
                });
    }

    /** Whether a page is on its way. */
    boolean fetching() {
        return fetching != null;
    }

    /** Gives up what is on its way. */
    void stop() {
        if (fetching != null) {
            fetching.cancel();
            fetching = null;
        }
    }

    /** The place of a row among those fetched; -1 where it is not among them. */
    int indexOf(long id) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).id() == id) {
                return i;
            }
        }
        return -1;
    }

    /** Takes a row out of the list. */
    void remove(int index) {
        rows.remove(index);
        matching.set(matching.get() - 1);
    }

    /** Puts a row into the list, though it may stand elsewhere in what is stored. */
    void putBack(int index, StoredRow row) {
        putBack.add(row.id());
        rows.add(Math.clamp(index, 0, rows.size()), row);
        matching.set(matching.get() + 1);
    }

    private List<StoredRow> fresh(List<StoredRow> page) {
        return putBack.isEmpty()
                ? page
                : page.stream().filter(row -> !putBack.contains(row.id())).toList();
    }

    private void ended(Task<?> task) {
        if (task.equals(fetching)) {
            fetching = null;
        }
    }
}
