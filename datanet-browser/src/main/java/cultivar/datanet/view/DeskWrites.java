package cultivar.datanet.view;

import cultivar.datanet.CurationCounts;
import cultivar.datanet.HistoryEntry;
import cultivar.datanet.store.Curation;
import cultivar.ui.task.TaskRunner;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.IntegerProperty;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a person does one after the other, in the order in which it was done, and lets nobody read while something
 * waits to be written: what is read would be older than what is shown. FX thread only.
 */
final class DeskWrites {
    /** What a step came to. */
    record Written(Optional<HistoryEntry> entry, CurationCounts counts) {}

    private record Write(Function<Curation, Optional<HistoryEntry>> change, Consumer<Written> then) {}

    private final TaskRunner tasks;
    private final Supplier<Curation> curation;
    private final String name;
    private final String title;
    private final IntegerProperty unsaved;
    private final Consumer<Throwable> failed;
    private final Queue<Write> writes = new ArrayDeque<>();
    private boolean writing;
    private @Nullable Runnable afterwards;

    /**
     * Nothing to write yet.
     *
     * @param name of the datanet
     * @param title what writing is called, for people
     * @param unsaved is kept at the number of steps that are not on the disk
     * @param failed hears why a step could not be written; the steps after it are given up
     */
    DeskWrites(
            TaskRunner tasks,
            Supplier<Curation> curation,
            String name,
            String title,
            IntegerProperty unsaved,
            Consumer<Throwable> failed) {
        this.tasks = tasks;
        this.curation = curation;
        this.name = name;
        this.title = title;
        this.unsaved = unsaved;
        this.failed = failed;
    }

    /** Writes a step after those that wait. */
    void add(Function<Curation, Optional<HistoryEntry>> change, Consumer<Written> then) {
        writes.add(new Write(change, then));
        count();
        writeNext();
    }

    /** Runs something as soon as nothing waits to be written, at once if nothing does; the latest call counts. */
    void whenWritten(Runnable action) {
        afterwards = action;
        writeNext();
    }

    private void writeNext() {
        if (writing) {
            return;
        }
        Write write = writes.poll();
        if (write == null) {
            Runnable action = afterwards;
            afterwards = null;
            if (action != null) {
                action.run();
            }
            return;
        }
        writing = true;
        var _ = tasks.load(title, context -> {
                    Curation here = curation.get();
                    return new Written(write.change().apply(here), here.counts(name));
                })
                .onResult(write.then())
                .onFailure(error -> {
                    writes.clear();
                    failed.accept(error);
                })
                .onEnd(() -> {
                    writing = false;
                    count();
                    writeNext();
                });
    }

    private void count() {
        unsaved.set(writes.size() + (writing ? 1 : 0));
    }
}
