package cultivar.datanet.view;

import cultivar.datanet.Contribution;
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
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
    private final Sitting sitting = new Sitting(System::nanoTime);
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
        writes = new DeskWrites(
                services.tasks(),
                services.store()::curation,
                name,
                words.get("desk.saving"),
                model.unsaved(),
                this::writeFailed);
        model.keys().set(DeskKeys.of(services.desk().get().keys()));
        decidedFile = new FileDecided(services, words, name, this::load);
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
        load();
    }

    DeskModel model() {
        return model;
    }

    void back() {
        back.run();
    }

    /** Shows another queue; steps that were made can still be taken back. */
    void filter(RowFilter filter) {
        if (!filter.equals(model.filter().get())) {
            model.filter().set(filter);
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
        decide(RowEdit.accept());
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

    /** Sets a tag of the row, or removes it where it is set. */
    void toggleTag(String tag) {
        StoredRow row = model.selected().get();
        if (row == null) {
            return;
        }
        boolean set = !row.contribution().tags().contains(tag);
        int index = pages.indexOf(row.id());
        DeskStep step = push(DeskStep.tagged(row, index));
        StoredRow after = tagged(row, tag, set);
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
        RowFilter filter = model.filter().get();
        var _ = services.dialogs()
                .confirm(Confirm.of(
                        words.get("desk.all.title", verb, count),
                        words.get("desk.all.text", count),
                        words.get("desk.all.verb", verb, count)))
                .thenAccept(yes -> {
                    if (yes) {
                        DeskStep step = push(DeskStep.all());
                        enqueue(step.of(curation -> curation.applyToAll(name, filter, edit, DatanetStore.OWNER)), true);
                    }
                });
    }

    /** Takes the latest step of this sitting back, or the latest of an earlier one. */
    void undo() {
        DeskStep step = steps.poll();
        model.undoable().set(steps.size());
        if (step == null) {
            enqueue(curation -> curation.undo(name, DatanetStore.OWNER), true);
            return;
        }
        StoredRow row = step.before();
        if (step.stored()) {
            enqueue(
                    // A step that changed nothing stands in no history, where the latest is an earlier one.
                    curation -> step.changed() ? curation.undo(name, DatanetStore.OWNER) : Optional.empty(),
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

    /** Shows the rows of any state that hold the longest words of this row's question. */
    void similar() {
        StoredRow row = model.selected().get();
        if (row != null) {
            List<String> longest = new ArrayList<>(List.of(
                    RowsPane.question(row).replaceAll("[^\\p{L}\\p{N} ]", " ").split("\\s+")));
            longest.sort((a, b) -> b.length() - a.length());
            String text = String.join(" ", longest.stream().limit(2).toList());
            filter(RowFilter.all().withText(text));
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
        ReviewState queue = model.filter().get().state();
        ReviewState now = Objects.requireNonNull(edit.state());
        if (queue == null || queue == now) {
            StoredRow after = decided(row, now, edit.reason());
            model.rows().set(index, after);
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

    private static StoredRow tagged(StoredRow row, String tag, boolean set) {
        Contribution old = row.contribution();
        List<String> tags = new ArrayList<>(old.tags());
        if (set) {
            tags.add(tag);
        } else {
            tags.remove(tag);
        }
        Contribution now =
                new Contribution(old.messages(), old.contributor(), old.licence(), old.source(), old.context(), tags);
        return new StoredRow(
                row.id(), row.split(), now, row.contentHash(), row.since(), row.origin(), row.state(), row.reason());
    }

    private static StoredRow decided(StoredRow row, ReviewState state, String reason) {
        return new StoredRow(
                row.id(), row.split(), row.contribution(), row.contentHash(), row.since(), row.origin(), state, reason);
    }

    private void write(DeskStep step, long row, RowEdit edit) {
        enqueue(step.of(curation -> curation.apply(name, List.of(row), edit, DatanetStore.OWNER)), false);
    }

    private void enqueue(Function<Curation, Optional<HistoryEntry>> change, boolean reload) {
        writes.add(change, written -> {
            model.counts().set(written.counts());
            Long file = model.filter().get().received();
            if (file != null && model.rows().isEmpty()) {
                decidedFile.look(file);
            }
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
                    }
                    readRows();
                })
                .onFailure(this::readFailed);
    }

    private void readRows() {
        var _ = pages.read(
                        new FilteredRows(services.store(), name, model.filter().get()))
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
