package cultivar.datanet.view;

import cultivar.datanet.load.Passage;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.Draft;
import cultivar.datanet.store.DraftRow;
import cultivar.datanet.store.ImportReport;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Done;
import cultivar.ui.task.Task;
import java.util.List;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a person makes rows of a document by hand: passages, the text of one, and the rows made so far. Everything is kept
 * as it is done, so that it can be left at any moment.
 */
public final class DraftScreen implements Screen {
    /** Typing is written after a rest, everything else at once. */
    private static final Duration REST = Duration.millis(300);

    private final DatanetServices services;
    private final long id;
    private final Consumer<String> page;
    private final Runnable browser;
    private final Words words = new Words();
    private final DraftModel model = new DraftModel();
    private final PauseTransition resting = new PauseTransition(REST);
    private @Nullable DraftView view;
    private @Nullable Task<?> saving;
    private boolean ended;

    /**
     * The screen of a draft.
     *
     * @param page goes to the page of the datanet of a name
     * @param browser goes to all datanets, where the draft cannot be read
     */
    public DraftScreen(DatanetServices services, long id, Consumer<String> page, Runnable browser) {
        this.services = services;
        this.id = id;
        this.page = page;
        this.browser = browser;
        resting.setOnFinished(event -> save());
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new DraftView(this, model, words);
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        scope.onClose(() -> {
            resting.stop();
            if (model.kept().get() != DraftModel.Kept.WHOLE) {
                save();
            }
        });
        load();
    }

    DraftModel model() {
        return model;
    }

    void back() {
        Draft draft = model.draft().get();
        if (draft == null) {
            browser.run();
        } else {
            page.accept(draft.datanet());
        }
    }

    void load() {
        if (model.draft().get() != null) {
            return;
        }
        var _ = services.tasks()
                .load(
                        words.get("draft.loading"),
                        context -> services.store().drafts().get(id))
                .onResult(model::show)
                .onFailure(error -> {
                    model.failure().set(words.failure("draft.failed", error));
                    model.state().set(ScreenState.FAILED);
                });
    }

    /** Takes a piece of a passage as the question. */
    void ask(Passage piece) {
        model.remember();
        DraftRow open = model.open().get();
        String place = open.answer().isEmpty() ? piece.place() : open.place();
        write(new DraftRow(line(piece.text()), open.answer(), place, heading(piece, open)), true);
    }

    /** Takes a piece of a passage as the answer, in the place of what is there or behind it. */
    void answer(Passage piece, boolean behind) {
        model.remember();
        DraftRow open = model.open().get();
        boolean more = behind && !open.answer().isBlank();
        String text = more ? open.answer().strip() + "\n\n" + piece.text() : piece.text();
        String place = more && !open.place().isEmpty() ? open.place() + "; " + piece.place() : piece.place();
        write(new DraftRow(open.question(), text, place, heading(piece, open)), true);
    }

    /** What is typed into the two fields. */
    void type(String question, String answer) {
        DraftRow open = model.open().get();
        if (!question.equals(open.question()) || !answer.equals(open.answer())) {
            write(new DraftRow(question, answer, open.place(), open.heading()), false);
        }
    }

    /** Adds the row that was written; whether it is one. */
    boolean add() {
        DraftRow open = model.open().get();
        if (!open.complete()) {
            return false;
        }
        model.remember();
        model.rows().add(open);
        write(DraftRow.EMPTY, true);
        return true;
    }

    /** Takes a row out of the list and writes on it; one that is being written goes into the list first. */
    void edit(DraftRow row) {
        model.remember();
        DraftRow open = model.open().get();
        model.rows().remove(row);
        if (open.complete()) {
            model.rows().add(open);
        }
        write(row, true);
    }

    void remove(DraftRow row) {
        model.remember();
        model.rows().remove(row);
        changed(true);
    }

    void undo() {
        if (model.back()) {
            changed(true);
        }
    }

    /** Asks, and puts the rows in. */
    void finish() {
        Draft draft = model.now();
        if (draft == null || draft.rows().isEmpty()) {
            return;
        }
        boolean half = !draft.open().equals(DraftRow.EMPTY);
        var _ = services.dialogs()
                .confirm(Confirm.of(
                        words.get("draft.finish.title", draft.rows().size(), draft.datanet()),
                        words.get(half ? "draft.finish.text.half" : "draft.finish.text"),
                        words.get("draft.finish.verb", draft.rows().size())))
                .thenAccept(yes -> {
                    if (yes) {
                        finish(draft);
                    }
                });
    }

    /** Asks, and throws the draft away. */
    void discard() {
        var _ = services.dialogs()
                .confirm(Confirm.of(
                        words.get("draft.discard.title"),
                        words.get("draft.discard.text", model.rows().size()),
                        words.get("draft.discard.verb")))
                .thenAccept(yes -> {
                    if (yes) {
                        end();
                        var _ = services.tasks()
                                .ioAction(
                                        words.get("draft.discard.task"),
                                        context -> services.store().drafts().discard(id))
                                .onResult(done -> back())
                                .onFailure(this::goOn);
                    }
                });
    }

    private void finish(Draft draft) {
        end();
        var _ = services.tasks()
                .io(words.get("draft.finish.task", draft.document().file()), context -> put(draft))
                .onResult(report -> {
                    services.notifications().success(ImportReportView.sentence(words, List.of(report)));
                    back();
                })
                .onFailure(this::goOn);
    }

    private ImportReport put(Draft draft) {
        String licence = services.store().get(draft.datanet()).card().licence();
        return services.store()
                .drafts()
                .finish(draft, new RowDefaults(services.contributor().get(), licence));
    }

    private void end() {
        ended = true;
        resting.stop();
        model.kept().set(DraftModel.Kept.WHOLE);
    }

    /** The draft did not end: what was not written before is written now. */
    private void goOn(Throwable error) {
        ended = false;
        services.notifications().error(words.line(error));
        changed(true);
    }

    private void write(DraftRow row, boolean now) {
        model.open().set(row);
        changed(now);
    }

    private void changed(boolean now) {
        model.kept().set(DraftModel.Kept.SOON);
        if (now) {
            save();
        } else {
            resting.playFromStart();
        }
    }

    /** Writes what is there; one write follows another, and the last one has it all. After a failure the next change does. */
    private void save() {
        Draft draft = model.now();
        if (draft == null || saving != null || ended) {
            return;
        }
        Task<Done> task = services.tasks()
                .ioAction(
                        words.get("draft.saving"),
                        context -> services.store().drafts().save(draft));
        saving = task;
        var _ = task.onEnd(() -> saving = null)
                .onResult(done -> {
                    if (ended || draft.equals(model.now())) {
                        model.kept().set(DraftModel.Kept.WHOLE);
                    } else {
                        save();
                    }
                })
                .onFailure(error -> {
                    if (!ended) {
                        model.kept().set(DraftModel.Kept.NOT);
                    }
                    services.notifications().error(words.line(error));
                });
    }

    private String heading(Passage piece, DraftRow open) {
        Draft draft = model.draft().get();
        if (draft == null || piece.heading()) {
            return open.heading();
        }
        return draft.document().passages().stream()
                .filter(passage -> !passage.heading()
                        && passage.page() == piece.page()
                        && passage.from() <= piece.from()
                        && piece.to() <= passage.to())
                .findFirst()
                .map(draft.document()::headingOf)
                .orElse(open.heading());
    }

    private static String line(String text) {
        return text.replaceAll("\\s*\\n\\s*", " ").strip();
    }
}
