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
import cultivar.datanet.store.RowPage;
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
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.Function;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/**
 * The desk where rows are read, tagged and decided about, one after the other and by keys alone. What a person does is
 * shown at once and written in the same order behind it.
 */
public final class DeskScreen implements Screen {
    private static final int PAGE = 100;

    /** How many rows before the end of those fetched the next page is asked for. */
    private static final int AHEAD = 20;

    /** Something that can be taken back: what a row was, and where; a skipped one was only left. */
    private record Step(@Nullable StoredRow before, int index, boolean stored, boolean decided) {}

    /** Something to be written, and whether the queue has to be read anew after it. */
    private record Write(Function<Curation, Optional<HistoryEntry>> change, boolean reload) {}

    private record Written(Optional<HistoryEntry> entry, CurationCounts counts) {}

    private record First(Datanet datanet, CurationCounts counts, RowPage page, long matching) {}

    private final DatanetServices services;
    private final String name;
    private final Runnable back;
    private final Words words = new Words();
    private final DeskModel model = new DeskModel();
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Queue<Write> writes = new ArrayDeque<>();
    private boolean writing;
    private @Nullable DeskView view;
    private @Nullable Task<?> fetching;

    /** @param back goes to the datanet's page */
    public DeskScreen(DatanetServices services, String name, Runnable back) {
        this.services = services;
        this.name = name;
        this.back = back;
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
        if (row != null && model.rows().indexOf(row) >= model.rows().size() - AHEAD) {
            fetchMore();
        }
    }

    /** The names of the tags that the keys 1 to 9 set, in the card's order. */
    List<String> tags() {
        Datanet datanet = model.datanet().get();
        return datanet == null
                ? List.of()
                : datanet.tags().stream().map(Counted::name).limit(9).toList();
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
            int index = model.rows().indexOf(row);
            push(new Step(row, index, false, false));
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
        push(new Step(row, model.rows().indexOf(row), true, false));
        replace(row, tagged(row, tag, set));
        write(row.id(), set ? RowEdit.tag(tag) : RowEdit.untag(tag));
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
                        push(new Step(null, 0, true, false));
                        enqueue(curation -> curation.applyToAll(name, filter, edit, DatanetStore.OWNER), true);
                    }
                });
    }

    /** Takes the latest step of this sitting back, or the latest of an earlier one. */
    void undo() {
        Step step = steps.poll();
        model.undoable().set(steps.size());
        if (step == null || step.before() == null) {
            enqueue(curation -> curation.undo(name, DatanetStore.OWNER), true);
            return;
        }
        if (step.stored()) {
            enqueue(curation -> curation.undo(name, DatanetStore.OWNER), false);
        }
        StoredRow row = step.before();
        int there = indexOf(row.id());
        if (there >= 0) {
            model.rows().set(there, row);
        } else {
            model.rows().add(Math.clamp(step.index(), 0, model.rows().size()), row);
            model.matching().set(model.matching().get() + 1);
        }
        if (step.decided()) {
            model.decided().set(model.decided().get() - 1);
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
        int index = model.rows().indexOf(row);
        push(new Step(row, index, true, true));
        model.decided().set(model.decided().get() + 1);
        ReviewState queue = model.filter().get().state();
        ReviewState now = Objects.requireNonNull(edit.state());
        if (queue == null || queue == now) {
            StoredRow after = decided(row, now, edit.reason());
            model.rows().set(index, after);
            select(model.rows().get(Math.min(index + 1, model.rows().size() - 1)));
        } else {
            model.rows().remove(index);
            model.matching().set(model.matching().get() - 1);
            select(
                    model.rows().isEmpty()
                            ? null
                            : model.rows().get(Math.min(index, model.rows().size() - 1)));
        }
        write(row.id(), edit);
    }

    private void push(Step step) {
        steps.push(step);
        model.undoable().set(steps.size());
    }

    private int indexOf(long id) {
        for (int i = 0; i < model.rows().size(); i++) {
            if (model.rows().get(i).id() == id) {
                return i;
            }
        }
        return -1;
    }

    private void replace(StoredRow before, StoredRow after) {
        int index = model.rows().indexOf(before);
        if (index >= 0) {
            model.rows().set(index, after);
            model.selected().set(after);
        }
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

    private void write(long row, RowEdit edit) {
        enqueue(curation -> curation.apply(name, List.of(row), edit, DatanetStore.OWNER), false);
    }

    private void enqueue(Function<Curation, Optional<HistoryEntry>> change, boolean reload) {
        writes.add(new Write(change, reload));
        model.unsaved().set(model.unsaved().get() + 1);
        writeNext();
    }

    private void writeNext() {
        Write write = writing ? null : writes.poll();
        if (write == null) {
            return;
        }
        writing = true;
        var _ = services.tasks()
                .load(words.get("desk.saving"), context -> {
                    Curation curation = services.store().curation();
                    return new Written(write.change().apply(curation), curation.counts(name));
                })
                .onResult(written -> {
                    model.counts().set(written.counts());
                    if (write.reload()) {
                        written.entry()
                                .ifPresent(entry -> services.notifications()
                                        .success(words.get("desk.done", entry.note(), entry.rows())));
                        load();
                    }
                })
                .onFailure(error -> {
                    // What was shown already is not so: what is stored is shown again.
                    services.notifications().error(words.line(error));
                    writes.clear();
                    steps.clear();
                    model.undoable().set(0);
                    model.unsaved().set(1);
                    load();
                })
                .onEnd(() -> {
                    writing = false;
                    model.unsaved().set(model.unsaved().get() - 1);
                    writeNext();
                });
    }

    /** Reads the queue anew, from its front. */
    void load() {
        if (fetching != null) {
            fetching.cancel();
        }
        RowFilter filter = model.filter().get();
        fetching = services.tasks()
                .load(
                        words.get("rows.loading"),
                        context -> new First(
                                services.store().get(name),
                                services.store().curation().counts(name),
                                services.store().page(name, filter, 0, PAGE),
                                services.store().count(name, filter)))
                .onResult(first -> {
                    model.datanet().set(first.datanet());
                    model.counts().set(first.counts());
                    if (model.state().get() == ScreenState.LOADING
                            && first.counts().of(ReviewState.PENDING) == 0
                            && filter.state() == ReviewState.PENDING) {
                        // Nothing waits, so that whoever comes first wants to look again.
                        model.state().set(ScreenState.READY);
                        filter(filter.withState(null));
                        return;
                    }
                    model.matching().set(first.matching());
                    model.rows().setAll(first.page().rows());
                    model.setNext(first.page().next());
                    model.selected()
                            .set(model.rows().isEmpty() ? null : model.rows().getFirst());
                    model.state().set(ScreenState.READY);
                })
                .onFailure(error -> {
                    model.failure().set(words.failure("page.failed", error));
                    model.state().set(ScreenState.FAILED);
                });
    }

    private void fetchMore() {
        OptionalLong next = model.next();
        if (next.isEmpty()) {
            return;
        }
        model.setNext(OptionalLong.empty());
        RowFilter filter = model.filter().get();
        fetching = services.tasks()
                .load(words.get("rows.loading"), context -> services.store().page(name, filter, next.getAsLong(), PAGE))
                .onResult(page -> {
                    model.rows().addAll(page.rows());
                    model.setNext(page.next());
                })
                .onFailure(error -> services.notifications().error(words.line(error)));
    }
}
