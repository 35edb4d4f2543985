package cultivar.datanet.view;

import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.RowDiff;
import cultivar.datanet.VersionDiff;
import cultivar.datanet.store.DiffPage;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.task.Task;
import cultivar.ui.text.Messages;
import java.util.List;
import java.util.OptionalLong;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** How two versions of a datanet differ: numbers, and the rows as they are scrolled to. */
final class DiffPane {
    /** What the longest kind of difference takes, so that the questions begin below each other. */
    private static final double KIND = 74;

    private static final int PAGE = 100;
    private static final int AHEAD = 20;
    private static final double CELL = 54;

    private record Opened(VersionDiff counts, DiffPage page) {}

    private final DatanetServices services;
    private final Words words;
    private final ComboBox<DatanetVersion> from = new ComboBox<>();
    private final ComboBox<DatanetVersion> to = new ComboBox<>();
    private final Label counts = Texts.body("");
    private final ListView<RowDiff> list = new ListView<>();
    private final VBox root;
    private @Nullable Task<?> reading;
    private OptionalLong next = OptionalLong.empty();

    /** @param versions newest first, at least two */
    DiffPane(DatanetServices services, Words words, List<DatanetVersion> versions, Runnable close) {
        this.services = services;
        this.words = words;
        for (ComboBox<DatanetVersion> box : List.of(from, to)) {
            box.getItems().setAll(versions);
            box.setConverter(new Names());
        }
        from.getSelectionModel().select(1);
        to.getSelectionModel().select(0);
        Described.describe(from, words.get("diff.from"));
        Described.describe(to, words.get("diff.to"));
        from.getSelectionModel().selectedItemProperty().subscribe((before, now) -> open());
        to.getSelectionModel().selectedItemProperty().subscribe((before, now) -> open());
        HBox choice = new HBox(8, from, Texts.muted("→"), to);
        choice.setAlignment(Pos.CENTER_LEFT);
        counts.getStyleClass().add("diff-counts");
        list.setFixedCellSize(CELL);
        list.setPrefSize(660, 6 * CELL + 4);
        list.setCellFactory(view -> new DiffCell());
        list.setPlaceholder(Texts.muted(words.get("diff.none")));
        list.getStyleClass().addAll("problem-list", "diff-list");
        Described.describe(list, words.get("diff.list"));
        Button done = Buttons.primary(Messages.ui().get("ui.action.close"), null, close);
        done.setDefaultButton(true);
        done.setCancelButton(true);
        root = new VBox(14, choice, counts, list, new DialogButtons(done));
        root.getStylesheets().add(Styles.sheet());
        root.getStyleClass().add("diff-pane");
        open();
    }

    Node root() {
        return root;
    }

    /** Reads the comparison of what is chosen now; an answer to an earlier choice is thrown away. */
    private void open() {
        DatanetVersion first = from.getValue();
        DatanetVersion second = to.getValue();
        stop();
        next = OptionalLong.empty();
        counts.setText(words.get("diff.reading"));
        list.getItems().clear();
        DatanetVersionRef a = first.ref();
        DatanetVersionRef b = second.ref();
        reading = services.tasks()
                .load(
                        words.get("diff.reading"),
                        context -> new Opened(
                                services.store().diff(a, b), services.store().diff(a, b, 0, PAGE)))
                .onResult(opened -> {
                    reading = null;
                    VersionDiff diff = opened.counts();
                    counts.setText(words.get(
                            "diff.counts", diff.added(), diff.removed(), diff.changed(), diff.retagged(), diff.same()));
                    list.getItems().setAll(opened.page().rows());
                    next = opened.page().next();
                })
                .onFailure(error -> counts.setText(words.line(error)));
    }

    private void more() {
        if (next.isEmpty() || reading != null) {
            return;
        }
        long after = next.getAsLong();
        DatanetVersionRef a = from.getValue().ref();
        DatanetVersionRef b = to.getValue().ref();
        reading = services.tasks()
                .load(words.get("diff.reading"), context -> services.store().diff(a, b, after, PAGE))
                .onResult(page -> {
                    reading = null;
                    list.getItems().addAll(page.rows());
                    next = page.next();
                })
                .onFailure(error -> {
                    reading = null;
                    services.notifications().error(words.line(error));
                });
    }

    /** Gives up what is being read. */
    void stop() {
        if (reading != null) {
            reading.cancel();
            reading = null;
        }
    }

    private final class Names extends StringConverter<DatanetVersion> {
        @Override
        public String toString(@Nullable DatanetVersion version) {
            return version == null ? "" : words.get("diff.version", version.number(), version.rows());
        }

        @Override
        public DatanetVersion fromString(String text) {
            throw new UnsupportedOperationException("Versions are chosen, not typed");
        }
    }

    private final class DiffCell extends ListCell<RowDiff> {
        private final Badge badge = new Badge("", Tone.NEUTRAL);
        private final Label question = new Label();
        private final Label detail = Texts.caption("");
        private final VBox texts = new VBox(2, question, detail);
        private final HBox kind = new HBox(badge);
        private final HBox line = new HBox(10, kind, texts);

        DiffCell() {
            line.setAlignment(Pos.CENTER_LEFT);
            texts.setAlignment(Pos.CENTER_LEFT);
            kind.setAlignment(Pos.CENTER_LEFT);
            kind.setMinWidth(KIND);
            question.setMinWidth(0);
            detail.setMinWidth(0);
            detail.setWrapText(false);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable RowDiff diff, boolean empty) {
            super.updateItem(diff, empty);
            if (empty || diff == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            if (getIndex() >= list.getItems().size() - AHEAD) {
                more();
            }
            badge.set(
                    words.get("diff.kind." + diff.kind().id()),
                    switch (diff.kind()) {
                        case ADDED -> Tone.SUCCESS;
                        case REMOVED -> Tone.DANGER;
                        case CHANGED -> Tone.WARNING;
                        case RETAGGED -> Tone.INFO;
                    });
            question.setText(RowsPane.question(diff.row()));
            String what = diff.what().isEmpty() ? RowsPane.answer(diff.row()) : diff.what();
            detail.setText(what);
            setTooltip(new Tooltip(what));
            setGraphic(line);
        }
    }
}
