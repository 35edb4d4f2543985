package cultivar.datanet.view;

import cultivar.datanet.Counted;
import cultivar.datanet.CurationCounts;
import cultivar.datanet.Datanet;
import cultivar.datanet.HistoryEntry;
import cultivar.datanet.ReviewState;
import cultivar.datanet.RowEdit;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.Curation;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.dialog.Prompt;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/**
 * The desk where rows are read, tagged and decided about, one after the other and by keys alone. What a person does is
 * shown at once and written in the same order behind it.
 */
public final class DeskScreen implements Screen {
    /** How many rows before the end of those fetched the next page is asked for. */
    private static final int AHEAD = 20;

    private final DatanetServices services;
    private final String name;
    private final Runnable back;
    private final Words words = new Words();
    private final RowPages pages;
    private final DeskModel model;
    private final DeskWrites writes;
    private final FileDecided decidedFile;
    private final Deque<DeskStep> steps = new ArrayDeque<>();
    private final DeskSuggestions suggestions;
    private final DeskSources sources;
    private final DeskReviews reviews;
    private Sitting sitting = new Sitting(System::nanoTime);
    private @Nullable DeskView view;
    private @Nullable Task<?> opening;
    private boolean reading;

    /**
     * The desk of a datanet.
     *
     * @param queue what to show first
     * @param back goes to the datanet's page
     */
    public DeskScreen(DatanetServices services, String name, RowFilter queue, Runnable back) {
        this.services = services;
        this.name = name;
        this.back = back;
        pages = new RowPages(services.tasks(), words.get("rows.loading"));
        model = new DeskModel(pages);
        model.filter().set(queue);
        model.queue().set(new DeskQueue.Filtered(queue));
        writes = new DeskWrites(
                services.tasks(),
                services.store()::curation,
                name,
                words.get("desk.saving"),
                model.unsaved(),
                this::writeFailed);
        model.keys().set(DeskKeys.of(services.desk().get().keys()));
        decidedFile = new FileDecided(services, words, name, this::load);
        String reviewer = services.desk().get().reviewer();
        model.reviewer().set(reviewer.isBlank() ? DatanetStore.OWNER : reviewer);
        sources = new DeskSources(services.store(), name);
        reviews = new DeskReviews(services.tasks(), words, sources::ledger);
        suggestions = new DeskSuggestions(services.tasks(), services.store(), words.get("desk.suggesting"));
        model.suggesting().set(services.desk().get().suggest());
        suggestions.want(model.suggesting().get());
        model.selected().subscribe(row -> suggestions.follow(model.datanet().get(), row, tags()));
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new DeskView(this, model, words, services.dialogs());
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        reviews.resume();
        scope.onClose(this::leave);
        load();
    }

    /** What was done is written to its end; what was only asked is given up. */
    private void leave() {
        reviews.pause();
        suggestions.stopAsking();
        pages.stop();
        if (opening != null) {
            opening.cancel();
        }
    }

    DeskModel model() {
        return model;
    }

    DeskSuggestions suggestions() {
        return suggestions;
    }

    DeskReviews reviews() {
        return reviews;
    }

    /** Asks under which name to review, and begins a sitting of that person. */
    void changeReviewer() {
        var _ = services.dialogs()
                .prompt(Prompt.text(
                        words.get("desk.reviewer.title"),
                        words.get("desk.reviewer.label"),
                        model.reviewer().get(),
                        words.get("desk.reviewer.verb")))
                .thenAccept(answer -> answer.map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .ifPresent(this::review));
    }

    void review(String reviewer) {
        if (reviewer.equals(model.reviewer().get())) {
            return;
        }
        model.reviewer().set(reviewer);
        services.desk().set(services.desk().get().withReviewer(reviewer.equals(DatanetStore.OWNER) ? "" : reviewer));
        // Everybody takes back what is theirs.
        steps.clear();
        model.undoable().set(0);
        sitting = new Sitting(System::nanoTime);
        showPace();
        reviews.revealed().set("");
        if (model.queue().get() instanceof DeskQueue.SecondLook) {
            secondLook();
        }
    }

    /** Shows what others decided about and this reviewer did not, without what they decided. */
    void secondLook() {
        show(new DeskQueue.SecondLook(model.reviewer().get()));
    }

    /** Shows the rows that reviewers differ about. */
    void disputed() {
        show(new DeskQueue.Disputed());
    }

    /** Suggests tags from now on, or no longer. */
    void suggest(boolean wanted) {
        model.suggesting().set(wanted);
        services.desk().set(services.desk().get().withSuggest(wanted));
        suggestions.want(wanted);
        suggestions.follow(model.datanet().get(), model.selected().get(), tags());
    }

    void back() {
        back.run();
    }

    /** Shows another queue; steps that were made can still be taken back. */
    void filter(RowFilter filter) {
        model.filter().set(filter);
        show(new DeskQueue.Filtered(filter));
    }

    private void show(DeskQueue queue) {
        if (!queue.equals(model.queue().get())) {
            model.queue().set(queue);
            load();
        }
    }

    void select(@Nullable StoredRow row) {
        model.selected().set(row);
        if (row != null && pages.indexOf(row.id()) >= model.rows().size() - AHEAD) {
            pages.fetchMore(this::failed);
        }
    }

    /** Gives actions other keys, from now on and for the next time. */
    void changeKeys(DeskKeys keys) {
        model.keys().set(keys);
        services.desk().set(services.desk().get().withKeys(keys.chosen()));
    }

    /** The names of the tags that have keys, in the card's order. */
    List<String> tags() {
        Datanet datanet = model.datanet().get();
        return datanet == null
                ? List.of()
                : datanet.tags().stream()
                        .map(Counted::name)
                        .limit(DeskAction.TAGS)
                        .toList();
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
            select(model.rows().get(Math.min(index + 1, model.rows().size() - 1)));
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
        Function<Curation, Optional<HistoryEntry>> change =
                toAll(edit, model.reviewer().get());
        var _ = services.dialogs()
                .confirm(Confirm.of(
                        words.get("desk.all.title", verb, count),
                        words.get("desk.all.text", count),
                        words.get("desk.all.verb", verb, count)))
                .thenAccept(yes -> {
                    if (yes) {
                        DeskStep step = push(DeskStep.all());
                        enqueue(step.of(change), true);
                    }
                });
    }

    private Function<Curation, Optional<HistoryEntry>> toAll(RowEdit edit, String reviewer) {
        if (model.queue().get() instanceof DeskQueue.Filtered(RowFilter filter)) {
            return curation -> curation.applyToAll(name, filter, edit, reviewer);
        }
        List<Long> ids = model.rows().stream().map(StoredRow::id).toList();
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
        select(row);
    }

    /** Shows the rows of any state that are most like this one. */
    void similar() {
        StoredRow row = model.selected().get();
        if (row != null) {
            show(new DeskQueue.Similar(row));
        }
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
            select(model.rows().get(Math.min(index + 1, model.rows().size() - 1)));
        } else {
            pages.remove(index);
            select(
                    model.rows().isEmpty()
                            ? null
                            : model.rows().get(Math.min(index, model.rows().size() - 1)));
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
            if (model.queue().get() instanceof DeskQueue.Filtered(RowFilter filter)
                    && filter.received() != null
                    && model.rows().isEmpty()) {
                decidedFile.look(filter.received());
            }
            reviews.refreshSoon();
            if (reload) {
                written.entry()
                        .ifPresent(entry ->
                                services.notifications().success(words.get("desk.done", entry.note(), entry.rows())));
            }
        });
        if (reload || reading) {
            // An answer that is on its way does not know of this step.
            load();
        }
    }

    private void writeFailed(Throwable error) {
        // What was shown already is not so: what is stored is shown again.
        failed(error);
        steps.clear();
        model.undoable().set(0);
        load();
    }

    private void failed(Throwable error) {
        services.notifications().error(words.line(error));
    }

    /** Reads the queue anew, from its front, as soon as everything that was done is written. */
    void load() {
        pages.stop();
        if (opening != null) {
            opening.cancel();
        }
        reading = false;
        writes.whenWritten(this::read);
    }

    private record Opened(Datanet datanet, CurationCounts counts) {}

    private void read() {
        reading = true;
        reviews.refresh();
        opening = services.tasks()
                .load(
                        words.get("rows.loading"),
                        context -> new Opened(
                                services.store().get(name),
                                services.store().curation().counts(name)))
                .onResult(opened -> {
                    model.datanet().set(opened.datanet());
                    model.counts().set(opened.counts());
                    RowFilter filter = model.filter().get();
                    if (model.state().get() == ScreenState.LOADING
                            && opened.counts().of(ReviewState.PENDING) == 0
                            && filter.state() == ReviewState.PENDING) {
                        // Nothing waits, so that whoever comes first wants to look again.
                        model.filter().set(filter.withState(null));
                        model.queue().set(new DeskQueue.Filtered(model.filter().get()));
                    }
                    readRows();
                })
                .onFailure(this::readFailed);
    }

    private void readRows() {
        var _ = pages.read(sources.of(model.queue().get()))
                .onResult(first -> {
                    reading = false;
                    model.state().set(ScreenState.READY);
                })
                .onFailure(this::readFailed);
    }

    private void readFailed(Throwable error) {
        reading = false;
        model.failure().set(words.failure("page.failed", error));
        model.state().set(ScreenState.FAILED);
    }
}
