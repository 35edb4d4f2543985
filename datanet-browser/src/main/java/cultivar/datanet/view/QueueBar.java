package cultivar.datanet.view;

import cultivar.datanet.CurationCounts;
import cultivar.datanet.ReviewState;
import cultivar.datanet.StoredRow;
import cultivar.datanet.review.ReviewLedger;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Chip;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.Dialogs;
import java.util.HashMap;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The queues of the desk with how many rows lie in each, and how far the reviewers agree. */
final class QueueBar {
    private final DeskScreen presenter;
    private final DeskModel model;
    private final Words words;
    private final ToggleGroup group = new ToggleGroup();
    private final Map<@Nullable ReviewState, Chip> byState = new HashMap<>();
    private final Chip second;
    private final Chip disputed;
    private final Chip similar;
    private final Button agreement;
    private final HBox root;

    QueueBar(DeskScreen presenter, DeskModel model, Words words, Dialogs dialogs) {
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        HBox chips = new HBox(6);
        for (ReviewState state : ReviewState.values()) {
            byState.put(state, chip(state.id(), () -> show(state)));
        }
        byState.put(null, chip("all", () -> show(null)));
        second = chip("second", presenter::secondLook);
        disputed = chip("disputed", presenter::disputed);
        similar = chip("similar", () -> {});
        for (ReviewState state : ReviewState.values()) {
            chips.getChildren().add(byState.get(state));
        }
        chips.getChildren().addAll(byState.get(null), second, disputed, similar);
        chips.getChildren().add(file());
        chips.setAlignment(Pos.CENTER_LEFT);
        Described.describe(second, words.get("desk.queue.second"), words.get("desk.queue.second.help"), null);
        Described.describe(disputed, words.get("desk.queue.disputed"), words.get("desk.queue.disputed.help"), null);
        Label revealed = Texts.caption("");
        revealed.setWrapText(false);
        revealed.setMinWidth(0);
        revealed.setMaxWidth(Double.MAX_VALUE);
        revealed.setAlignment(Pos.CENTER_RIGHT);
        revealed.getStyleClass().add("desk-revealed");
        revealed.textProperty().bind(presenter.reviews().revealed());
        HBox.setHgrow(revealed, Priority.ALWAYS);
        agreement = Buttons.quiet("", null, () -> AgreementSheet.show(dialogs, words, ledger()));
        agreement.getStyleClass().addAll("small", "desk-agreement");
        agreement.managedProperty().bind(agreement.visibleProperty());
        root = new HBox(12, chips, revealed, agreement);
        root.setAlignment(Pos.CENTER_LEFT);
        model.queue().subscribe(this::mark);
        model.counts().subscribe(this::count);
        model.filter().subscribe(filter -> count(model.counts().get()));
        presenter.reviews().ledger().subscribe(this::review);
        model.reviewer().subscribe(name -> review(ledger()));
    }

    Node root() {
        return root;
    }

    private @Nullable ReviewLedger ledger() {
        return presenter.reviews().ledger().get();
    }

    private Chip chip(String id, Runnable action) {
        Chip chip = new Chip("");
        chip.setToggleGroup(group);
        chip.setOnAction(event -> {
            chip.setSelected(true);
            action.run();
        });
        chip.managedProperty().bind(chip.visibleProperty());
        chip.setFocusTraversable(false);
        chip.getStyleClass().add("queue-" + id);
        return chip;
    }

    /** Shown where the queue is of one contribution file; leads to all rows. */
    private Node file() {
        Button file = Buttons.quiet(
                words.get("desk.file"),
                Feather.X,
                () -> presenter.filter(model.filter().get().withReceived(null)));
        Described.describe(file, words.get("desk.file.help"));
        file.getStyleClass().addAll("small", "desk-file");
        file.visibleProperty().bind(model.filter().map(filter -> filter.received() != null));
        file.managedProperty().bind(file.visibleProperty());
        return file;
    }

    private void show(@Nullable ReviewState state) {
        presenter.filter(model.filter().get().withState(state));
    }

    private void mark(DeskQueue queue) {
        @Nullable
        Chip chip = switch (queue) {
            case DeskQueue.Filtered(RowFilter filter, boolean _) -> byState.get(filter.state());
            case DeskQueue.Similar(StoredRow to) -> {
                similar.setText(words.get("desk.queue.similar", to.id()));
                yield similar;
            }
            case DeskQueue.SecondLook _ -> second;
            case DeskQueue.Disputed _ -> disputed;
        };
        similar.setVisible(similar.equals(chip));
        review(ledger());
        if (chip != null) {
            chip.setSelected(true);
        }
    }

    private void count(@Nullable CurationCounts counts) {
        byState.forEach((state, chip) -> {
            String text = words.get("desk.queue." + (state == null ? "all" : state.id()));
            chip.setText(
                    counts == null || model.filter().get().received() != null
                            ? text
                            : text + "  " + words.number(state == null ? counts.rows() : counts.of(state)));
        });
    }

    /** The queues of reviewers are there as soon as somebody has decided anything. */
    private void review(@Nullable ReviewLedger ledger) {
        int waiting =
                ledger == null ? 0 : ledger.secondLook(model.reviewer().get()).size();
        int differ = ledger == null ? 0 : ledger.disputed().size();
        second.setText(words.get("desk.queue.second") + "  " + words.number(waiting));
        disputed.setText(words.get("desk.queue.disputed") + "  " + words.number(differ));
        second.setVisible(waiting > 0 || model.queue().get() instanceof DeskQueue.SecondLook);
        disputed.setVisible(differ > 0 || model.queue().get() instanceof DeskQueue.Disputed);
        agreement.setVisible(ledger != null && ledger.shared() > 0);
        if (ledger != null && ledger.shared() > 0) {
            String text = AgreementSheet.line(words, ledger);
            agreement.setText(text);
            Described.describe(agreement, text, words.get("desk.agreement.help"), null);
        }
    }
}
