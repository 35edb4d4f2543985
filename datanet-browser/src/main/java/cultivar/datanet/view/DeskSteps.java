package cultivar.datanet.view;

import cultivar.datanet.HistoryEntry;
import cultivar.datanet.ReviewState;
import cultivar.datanet.RowEdit;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.Curation;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.dialog.Confirm;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a person does at the desk: shown at once, written in the same order behind it, and taken back step by step. FX
 * thread only.
 */
final class DeskSteps {
    /** What the steps need of their desk. */
    interface Desk {
        /** Reads the queue anew, as soon as everything that was done is written. */
        void load();

        /** Whether the queue is being read, by an answer that knows nothing of what is done now. */
        boolean reading();

        /** Something that was done is written, so that what is known of other rows may be so no more. */
        void written();

        /** Tells a person why something went wrong. */
        void failed(Throwable error);
    }

    private final DatanetServices services;
    private final Words words;
    private final String name;
    private final DeskModel model;
    private final RowPages pages;
    private final DeskSuggestions suggestions;
    private final DeskReviews reviews;
    private final Desk desk;
    private final DeskWrites writes;
    private final FileDecided decidedFile;
    private final Deque<DeskStep> steps = new ArrayDeque<>();
    private Sitting sitting = new Sitting(System::nanoTime);

    DeskSteps(
            DatanetServices services,
            Words words,
            String name,
            DeskModel model,
            RowPages pages,
            DeskSuggestions suggestions,
            DeskReviews reviews,
            Desk desk) {
        this.services = services;
        this.words = words;
        this.name = name;
        this.model = model;
        this.pages = pages;
        this.suggestions = suggestions;
        this.reviews = reviews;
        this.desk = desk;
        writes = new DeskWrites(
                services.tasks(),
                services.store()::curation,
                name,
                words.get("desk.saving"),
                model.unsaved(),
                this::writeFailed);
        decidedFile = new FileDecided(services, words, name, desk::load);
    }

    /** Runs something as soon as everything that was done is written; the latest call counts. */
    void whenWritten(Runnable action) {
        writes.whenWritten(action);
    }

    /** Begins a sitting of another person: everybody takes back what is theirs. */
    void begin() {
        forget();
        sitting = new Sitting(System::nanoTime);
        showPace();
    }

    private void forget() {
        steps.clear();
        model.undoable().set(0);
    }

    void accept() {
        decide(RowEdit.accept().withTags(List.copyOf(suggestions.shown().get().keySet())));
    }

    void reject() {
        decide(RowEdit.reject(model.reason().get()));
    }

    /** Leaves the row as it is and goes on. */
    void skip() {
        StoredRow row = model.selected().get();
        if (row != null) {
            int index = pages.indexOf(row.id());
            push(DeskStep.skipped(row, index));
            pages.select(index + 1);
        }
    }

    /** Sets a tag of the row, or removes it where it is set or suggested. */
    void toggleTag(String tag) {
        StoredRow row = model.selected().get();
        if (row == null) {
            return;
        }
        suggestions.stopAsking();
        boolean set = !row.contribution().tags().contains(tag);
        if (suggestions.drop(tag) && set) {
            return;
        }
        int index = pages.indexOf(row.id());
        DeskStep step = push(DeskStep.tagged(row, index));
        StoredRow after = RowCopy.tagged(row, tag, set);
        model.rows().set(index, after);
        model.selected().set(after);
        write(step, row.id(), set ? RowEdit.tag(tag) : RowEdit.untag(tag));
    }

    /** Asks, and decides about everything in the queue at once. */
    void decideAll(RowEdit edit, String verb) {
        long count = model.matching().get();
        if (count == 0) {
            return;
        }
        var _ = services.dialogs()
                .confirm(Confirm.of(
                        words.get("desk.all.title", verb, count),
                        words.get("desk.all.text", count),
                        words.get("desk.all.verb", verb, count)))
                .thenAccept(yes -> {
                    if (yes) {
                        DeskStep step = push(DeskStep.all());
                        enqueue(step.of(toAll(edit, model.reviewer().get())), true);
                    }
                });
    }

    private Function<Curation, Optional<HistoryEntry>> toAll(RowEdit edit, String reviewer) {
        if (model.queue().get() instanceof DeskQueue.Filtered(RowFilter filter, boolean asOne)) {
            return asOne
                    ? curation -> curation.apply(name, services.store().copies().ids(name, filter), edit, reviewer)
                    : curation -> curation.applyToAll(name, filter, edit, reviewer);
        }
        List<Long> ids = model.rows().ids();
        return curation -> curation.apply(name, ids, edit, reviewer);
    }

    /** Takes the latest step of this sitting back, or the latest of an earlier one. */
    void undo() {
        String reviewer = model.reviewer().get();
        DeskStep step = steps.poll();
        model.undoable().set(steps.size());
        if (step == null) {
            enqueue(curation -> curation.undo(name, reviewer), true);
            return;
        }
        StoredRow row = step.before();
        if (step.stored()) {
            enqueue(
                    // A step that changed nothing stands in no history, where the latest is an earlier one.
                    curation -> step.changed() ? curation.undo(name, reviewer) : Optional.empty(),
                    row == null);
        }
        if (row == null) {
            return;
        }
        int there = pages.indexOf(row.id());
        if (there >= 0) {
            model.rows().set(there, row);
        } else {
            pages.putBack(step.index(), row);
        }
        if (step.decided()) {
            sitting.takenBack();
            showPace();
        }
        pages.select(row);
    }

    /** Does the same to several rows, as one step. */
    void apply(List<Long> rows, RowEdit edit) {
        String reviewer = model.reviewer().get();
        DeskStep step = push(DeskStep.all());
        enqueue(step.of(curation -> curation.apply(name, rows, edit, reviewer)), true);
    }

    private void decide(RowEdit edit) {
        StoredRow row = model.selected().get();
        if (row == null) {
            return;
        }
        int index = pages.indexOf(row.id());
        DeskStep step = push(DeskStep.decided(row, index));
        sitting.decided();
        showPace();
        ReviewState now = Objects.requireNonNull(edit.state());
        reviews.reveal(row.id(), model.reviewer().get(), now);
        if (!model.queue().get().leaves(now)) {
            model.rows().set(index, RowCopy.decided(row, now, edit));
            pages.select(index + 1);
        } else {
            pages.remove(index);
            pages.select(index);
        }
        write(step, row.id(), edit);
    }

    private void showPace() {
        model.pace().set(new DeskModel.Pace(sitting.rows(), sitting.perMinute().orElse(0)));
    }

    private DeskStep push(DeskStep step) {
        steps.push(step);
        model.undoable().set(steps.size());
        return step;
    }

    private void write(DeskStep step, long row, RowEdit edit) {
        String reviewer = model.reviewer().get();
        enqueue(step.of(curation -> curation.apply(name, List.of(row), edit, reviewer)), false);
    }

    private void enqueue(Function<Curation, Optional<HistoryEntry>> change, boolean reload) {
        writes.add(change, written -> {
            model.counts().set(written.counts());
            if (model.queue().get() instanceof DeskQueue.Filtered(RowFilter filter, boolean _)
                    && filter.received() != null
                    && model.rows().isEmpty()) {
                decidedFile.look(filter.received());
            }
            reviews.refreshSoon();
            desk.written();
            if (reload) {
                written.entry()
                        .ifPresent(entry ->
                                services.notifications().success(words.get("desk.done", entry.note(), entry.rows())));
            }
        });
        if (reload || desk.reading()) {
            // An answer that is on its way does not know of this step.
            desk.load();
        }
    }

    private void writeFailed(Throwable error) {
        // What was shown already is not so: what is stored is shown again.
        desk.failed(error);
        forget();
        desk.load();
    }
}
