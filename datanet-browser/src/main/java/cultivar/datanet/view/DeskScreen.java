package cultivar.datanet.view;

import cultivar.datanet.Counted;
import cultivar.datanet.CurationCounts;
import cultivar.datanet.Datanet;
import cultivar.datanet.ReviewState;
import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.ModelChoice;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.dialog.Prompt;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import java.util.List;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/**
 * The desk where rows are read, tagged and decided about, one after the other and by keys alone. What a person does is
 * shown at once and written in the same order behind it.
 */
public final class DeskScreen implements Screen {
    private final DatanetServices services;
    private final String name;
    private final Runnable back;
    private final Words words = new Words();
    private final RowPages pages;
    private final DeskModel model;
    private final DeskSuggestions suggestions;
    private final DeskTagger tagger;
    private final DeskSources sources;
    private final DeskReviews reviews;
    private final DeskSteps steps;
    private final RowCopies copies;
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
        pages = new RowPages(services.tasks(), words.get("rows.loading"), this::failed);
        model = new DeskModel(pages);
        model.filter().set(queue);
        model.queue().set(new DeskQueue.Filtered(queue, false));
        model.keys().set(DeskKeys.of(services.desk().get().keys()));
        String reviewer = services.desk().get().reviewer();
        model.reviewer().set(reviewer.isBlank() ? DatanetStore.OWNER : reviewer);
        sources = new DeskSources(services.store(), name);
        reviews = new DeskReviews(services.tasks(), words, sources::ledger);
        suggestions =
                new DeskSuggestions(services.tasks(), services.store(), words.get("desk.suggesting"), this::failed);
        tagger = new DeskTagger(services, words);
        model.suggesting().set(services.desk().get().suggest());
        suggestions.want(model.suggesting().get());
        steps = new DeskSteps(services, words, name, model, pages, suggestions, reviews, new Desk());
        copies = new RowCopies(services, words, (rows, edit) -> steps.apply(rows, edit));
        copies.asOne().subscribe(this::showAsOne);
        model.selected().subscribe(row -> follow());
        tagger.used().subscribe(tried -> {
            suggestions.ask(tried);
            follow();
        });
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
        rest(false);
        scope.onClose(this::leave);
        scope.add(tagger.load());
        load();
    }

    /** What was done is written to its end; what was only asked is given up. */
    private void leave() {
        rest(true);
        tagger.stop();
        pages.stop();
        if (opening != null) {
            opening.cancel();
        }
    }

    /** Asks nothing by itself, or goes on: when its window is hidden, the studio may be closing. */
    void rest(boolean wanted) {
        if (wanted) {
            reviews.pause();
            suggestions.pause();
        } else {
            reviews.resume();
            suggestions.resume();
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

    RowCopies copies() {
        return copies;
    }

    /** What can be done with the rows. */
    DeskSteps steps() {
        return steps;
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
        steps.begin();
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
        follow();
    }

    private void follow() {
        suggestions.follow(model.datanet().get(), model.selected().get(), tags());
    }

    /** The model that is asked for tags. */
    DeskTagger tagger() {
        return tagger;
    }

    /** Tries a model on rows that people tagged, and asks it about those that come if it does well. */
    void suggestBy(ModelChoice choice) {
        Datanet datanet = model.datanet().get();
        if (datanet != null) {
            suggest(true);
            tagger.choose(choice, datanet, tags());
        }
    }

    void back() {
        back.run();
    }

    /** Shows another queue; steps that were made can still be taken back. */
    void filter(RowFilter filter) {
        model.filter().set(filter);
        show(filtered());
    }

    private DeskQueue filtered() {
        return new DeskQueue.Filtered(model.filter().get(), copies.asOne().get());
    }

    /** Shows copies as one from now on, or no longer. */
    private void showAsOne() {
        if (model.queue().get() instanceof DeskQueue.Filtered) {
            show(filtered());
        }
    }

    private void show(DeskQueue queue) {
        if (!queue.equals(model.queue().get())) {
            model.queue().set(queue);
            load();
        }
    }

    /** A place of the queue has come into sight. */
    void inSight(int index) {
        pages.inSight(index);
    }

    void select(int index) {
        pages.select(index);
    }

    boolean isSelected(int index) {
        return pages.isSelected(index);
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

    /** Shows the rows of any state that are most like this one. */
    void similar() {
        StoredRow row = model.selected().get();
        if (row != null) {
            show(new DeskQueue.Similar(row));
        }
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
        steps.whenWritten(this::read);
    }

    private record Opened(Datanet datanet, CurationCounts counts) {}

    private void read() {
        reading = true;
        copies.refresh();
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
                        model.queue().set(filtered());
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

    private final class Desk implements DeskSteps.Desk {
        @Override
        public void load() {
            DeskScreen.this.load();
        }

        @Override
        public boolean reading() {
            return reading;
        }

        @Override
        public void written() {
            copies.refresh();
        }

        @Override
        public void failed(Throwable error) {
            DeskScreen.this.failed(error);
        }
    }

    private void readFailed(Throwable error) {
        reading = false;
        model.failure().set(words.failure("page.failed", error));
        model.state().set(ScreenState.FAILED);
    }
}
