package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.HistoryEntry;
import cultivar.datanet.Received;
import cultivar.datanet.ReviewState;
import cultivar.datanet.RowEdit;
import cultivar.datanet.store.Curation;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.DraftNote;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.dialog.Notice;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** The page of one datanet: what it is, who gave it, its versions, and its rows. */
public final class DatanetScreen implements Screen {
    private final DatanetServices services;
    private final String name;
    private final Runnable back;
    private final Consumer<DatanetVersionRef> build;
    private final Consumer<RowFilter> review;
    private final Words words = new Words();
    private final RowPages pages;
    private final DatanetModel model;
    private final RowSignals signals;
    private final RowCopies copies;
    private @Nullable DatanetView view;
    private @Nullable RowOrder order;

    /**
     * The page of the datanet of a name.
     *
     * @param rows which rows to show first
     * @param back goes to the browser
     * @param build goes to where a model is made from a version
     * @param review goes to the desk where its rows are reviewed, with the queue to begin with
     */
    public DatanetScreen(
            DatanetServices services,
            String name,
            RowFilter rows,
            Runnable back,
            Consumer<DatanetVersionRef> build,
            Consumer<RowFilter> review) {
        this.services = services;
        this.name = name;
        this.back = back;
        this.build = build;
        this.review = review;
        pages = new RowPages(services.tasks(), words.get("rows.loading"), this::fetchFailed);
        model = new DatanetModel(pages);
        model.filter().set(rows);
        signals = new RowSignals(services, words, name);
        copies = new RowCopies(services, words, this::decide);
        copies.asOne().subscribe((before, now) -> fetchFirst());
        signals.checking().subscribe((before, now) -> {
            if (now == null && copies.asOne().get()) {
                fetchFirst();
            } else if (now == null) {
                copies.refresh();
            }
        });
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new DatanetView(this, model, words, name);
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        scope.add(load(false));
        scope.add(signals.load());
    }

    DatanetModel model() {
        return model;
    }

    RowSignals signals() {
        return signals;
    }

    RowCopies copies() {
        return copies;
    }

    void back() {
        back.run();
    }

    void review() {
        review.accept(RowFilter.all().withState(ReviewState.PENDING));
    }

    /** Goes to the rows of a contribution file that wait; to all of it where none does. */
    void review(Received file) {
        review.accept(RowFilter.all().withReceived(file.id()).withState(file.decided() ? null : ReviewState.PENDING));
    }

    /** Goes on with a document that is being made into rows. */
    void open(long draft) {
        services.openDraft().accept(draft);
    }

    void reload() {
        if (model.state().get() == ScreenState.FAILED) {
            model.state().set(ScreenState.LOADING);
        }
        var _ = load(false);
    }

    void filter(RowFilter filter) {
        if (!filter.equals(model.filter().get())) {
            model.filter().set(filter);
            fetchFirst();
        }
    }

    /** Sorts the rows by a signal; null for the order in which they came. */
    void sort(@Nullable RowOrder wanted) {
        if (!Objects.equals(wanted, order)) {
            order = wanted;
            fetchFirst();
        }
    }

    /** A place of the list has come into sight. */
    void inSight(int index) {
        pages.inSight(index);
    }

    /** Shows the row of a place. */
    void select(int index) {
        if (!pages.isSelected(index)) {
            pages.select(index);
        }
    }

    /** Goes on to a model from the newest version. */
    void build() {
        Datanet datanet = model.datanet().get();
        if (datanet != null) {
            datanet.latest().map(DatanetVersion::ref).ifPresent(build);
        }
    }

    private void decide(List<Long> rows, RowEdit edit) {
        change(curation -> curation.apply(name, rows, edit, DatanetStore.OWNER), this::offerUndo);
    }

    private void offerUndo(HistoryEntry entry) {
        services.notifications()
                .show(new Notice(
                        Tone.SUCCESS,
                        words.get("desk.done", entry.note(), entry.rows()),
                        words.get("desk.undo"),
                        () -> change(curation -> curation.undo(name, DatanetStore.OWNER, entry.id()), undone -> {})));
    }

    private void change(Function<Curation, Optional<HistoryEntry>> change, Consumer<HistoryEntry> done) {
        var _ = services.tasks()
                .load(
                        words.get("desk.saving"),
                        context -> change.apply(services.store().curation()))
                .onResult(entry -> {
                    entry.ifPresent(done);
                    var _ = load(true);
                })
                .onFailure(this::fetchFailed);
    }

    void importFiles(List<Path> files) {
        Datanet datanet = model.datanet().get();
        if (datanet != null) {
            new ImportFlow(services, words).start(files, datanet, List.of(), this::reload);
        }
    }

    /** Makes a signed file of rows for the owner of the datanet of this name. */
    void contribute(List<Path> files) {
        new ContributeFlow(services, words).start(name, files);
    }

    /** Writes the rows for other programs. */
    void export() {
        new ExportFlow(services, words).start(name, List.copyOf(model.versions()));
    }

    /** Asks, and makes the next version of what is there. */
    void publish() {
        Datanet datanet = model.datanet().get();
        if (datanet == null || model.busy().get()) {
            return;
        }
        int number = 1 + datanet.latest().map(DatanetVersion::number).orElse(0);
        var _ = services.dialogs()
                .confirm(Confirm.of(
                        words.get("publish.title", number),
                        words.get("publish.text", datanet.rows(), datanet.draftRows()),
                        words.get("publish.verb", number)))
                .thenAccept(yes -> {
                    if (yes) {
                        publishNow();
                    }
                });
    }

    /** Shows how two versions differ. */
    void compare() {
        List<DatanetVersion> versions = List.copyOf(model.versions());
        if (versions.size() < 2) {
            return;
        }
        var _ = services.dialogs().<Boolean>show(words.get("diff.title"), handle -> {
            DiffPane pane = new DiffPane(services, words, versions, handle::cancel);
            return pane.root();
        });
    }

    /** Recomputes a version from the stored texts. */
    void verify(DatanetVersion version) {
        var _ = services.tasks()
                .compute(
                        words.get("verify.task", version.ref()),
                        context -> services.store().verify(version.ref()))
                .onResult(check -> {
                    model.checks().put(version.number(), check);
                    if (!check.holds()) {
                        services.notifications().error(check.summary());
                    }
                })
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    private void publishNow() {
        model.busy().set(true);
        var _ = services.tasks()
                .compute(
                        words.get("publish.task", name),
                        context -> services.store().publish(name))
                .onResult(version -> {
                    services.notifications().success(words.get("publish.done", version.ref(), version.rows()));
                    reload();
                })
                .onFailure(error -> services.notifications().error(words.line(error)))
                .onEnd(() -> model.busy().set(false));
    }

    private record Loaded(
            Datanet datanet, List<DatanetVersion> versions, List<Received> received, List<DraftNote> drafts) {}

    /** @param others whether there are other rows now, though there are as many as before */
    private Task<Loaded> load(boolean others) {
        return services.tasks()
                .load(
                        words.get("page.loading"),
                        context -> new Loaded(
                                services.store().get(name),
                                services.store().versions(name),
                                services.store().contributions().list(name),
                                services.store().drafts().list(name)))
                .onResult(loaded -> {
                    // The rows stay where the person left them unless there are others now.
                    boolean changed =
                            others || !loaded.datanet().equals(model.datanet().get());
                    model.datanet().set(loaded.datanet());
                    model.versions().setAll(loaded.versions());
                    model.received().setAll(loaded.received());
                    model.drafts().setAll(loaded.drafts());
                    model.state().set(ScreenState.READY);
                    if (changed) {
                        fetchFirst();
                    }
                })
                .onFailure(error -> {
                    model.failure().set(words.failure("page.failed", error));
                    model.state().set(ScreenState.FAILED);
                });
    }

    private void fetchFirst() {
        copies.refresh();
        var _ = pages.read(source()).onFailure(this::fetchFailed);
    }

    private RowPages.Source source() {
        RowFilter filter = model.filter().get();
        RowOrder by = order;
        DatanetStore store = services.store();
        boolean asOne = copies.asOne().get();
        if (by == null) {
            return FilteredRows.of(store, name, filter, asOne);
        }
        return new ListedRows(
                store,
                () -> {
                    List<Long> sorted =
                            store.signals().sorted(name, filter, by.measure().stored(), by.descending());
                    return asOne ? store.copies().asOne(name, filter, sorted) : sorted;
                },
                UnaryOperator.identity());
    }

    private void fetchFailed(Throwable error) {
        services.notifications().error(words.line(error));
    }
}
