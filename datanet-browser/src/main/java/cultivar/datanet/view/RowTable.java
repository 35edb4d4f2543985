package cultivar.datanet.view;

import cultivar.datanet.SignalValue;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.quality.AnswerSignal;
import cultivar.datanet.quality.Measure;
import cultivar.datanet.quality.QualityWords;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Headings;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The rows that match, fetched as they come into sight and empty until they are there. */
final class RowTable {
    private static final double ROW_HEIGHT = 40;

    private final DatanetScreen presenter;
    private final DatanetModel model;
    private final Words words;
    private final TableView<StoredRow> table = new TableView<>();
    private final LongList list;

    RowTable(DatanetScreen presenter, DatanetModel model, Words words) {
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        table.setFixedCellSize(ROW_HEIGHT);
        list = LongList.of(table, model.rows());
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setMinWidth(320);
        table.getStyleClass().add("row-table");
        Described.describe(table, words.get("rows.table"));
        table.setTooltip(null);
        Headings.tellCut(table);
        table.setPlaceholder(placeholder());
        table.setRowFactory(view -> new FetchingRow());
        TableColumn<StoredRow, Number> id = new TableColumn<>(words.get("rows.number"));
        id.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(
                cell.getValue() == null ? null : cell.getValue().id()));
        id.setMinWidth(56);
        id.setPrefWidth(60);
        id.setMaxWidth(64);
        id.getStyleClass().add("row-number");
        TableColumn<StoredRow, String> question = text("rows.question", RowsPane::question);
        TableColumn<StoredRow, String> answer = text("rows.answer", RowsPane::answer);
        TableColumn<StoredRow, String> tags =
                text("rows.tags", row -> String.join(", ", row.contribution().tags()));
        tags.setMinWidth(90);
        tags.setMaxWidth(130);
        TableColumn<StoredRow, StoredRow> state = new TableColumn<>(words.get("rows.state"));
        state.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        state.setCellFactory(column -> new StateCell());
        state.setMinWidth(88);
        state.setMaxWidth(96);
        TableColumn<StoredRow, StoredRow> copies = copies();
        presenter.copies().revision().subscribe((before, now) -> table.refresh());
        presenter.signals().revision().subscribe((before, now) -> table.refresh());
        for (TableColumn<StoredRow, ?> column : List.of(id, question, answer, tags, copies, state)) {
            column.setSortable(false);
            column.setReorderable(false);
            table.getColumns().add(column);
        }
        presenter.signals().measures().subscribe(this::addMeasures);
        addMeasures();
        table.setSortPolicy(view -> {
            presenter.sort(order());
            return true;
        });
        list.onSelect(presenter::select);
        model.selected().subscribe(row -> {
            int place = row == null ? -1 : model.rows().place(row.id());
            if (place >= 0) {
                list.select(place);
            }
        });
    }

    /** How many rows each one stands for, where copies are shown as one. */
    private TableColumn<StoredRow, StoredRow> copies() {
        TableColumn<StoredRow, StoredRow> column = new TableColumn<>(words.get("copies.column"));
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(of -> new CopiesCell());
        column.setMinWidth(104);
        column.setMaxWidth(120);
        column.visibleProperty().bind(presenter.copies().asOne());
        return column;
    }

    /** A column for everything that is measured, before the last one. */
    private void addMeasures() {
        for (Measure measure : presenter.signals().measures()) {
            if (table.getColumns().stream().noneMatch(column -> measure.equals(column.getUserData()))) {
                table.getColumns().add(table.getColumns().size() - 1, column(measure));
            }
        }
    }

    /** Shown where it is wanted; a click on its title sorts by it. */
    private TableColumn<StoredRow, StoredRow> column(Measure measure) {
        TableColumn<StoredRow, StoredRow> column = new TableColumn<>(new QualityWords().title(measure));
        column.setUserData(measure);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(of -> new SignalCell(measure));
        // A title that names a model is long, yet it may not take the place of the texts.
        column.setMinWidth(measure instanceof AnswerSignal ? 100 : 112);
        column.setMaxWidth(140);
        column.setReorderable(false);
        column.setVisible(false);
        presenter.signals().columns().subscribe(() -> {
            boolean wanted = presenter.signals().columns().contains(measure);
            column.setVisible(wanted);
            if (!wanted) {
                table.getSortOrder().remove(column);
            }
        });
        column.setVisible(presenter.signals().columns().contains(measure));
        return column;
    }

    private @Nullable RowOrder order() {
        return table.getSortOrder().stream()
                .filter(column -> column.getUserData() instanceof Measure)
                .map(column -> new RowOrder(
                        (Measure) column.getUserData(), column.getSortType() == TableColumn.SortType.DESCENDING))
                .findFirst()
                .orElse(null);
    }

    TableView<StoredRow> root() {
        return table;
    }

    private Node placeholder() {
        Button clear = Buttons.secondary(words.get("rows.clear"), Feather.X, () -> presenter.filter(RowFilter.all()));
        VBox page = new VBox(12, Texts.muted(words.get("rows.none")), clear);
        page.setAlignment(Pos.CENTER);
        clear.visibleProperty().bind(model.filter().map(filter -> !filter.equals(RowFilter.all())));
        return page;
    }

    private TableColumn<StoredRow, String> text(String key, Function<StoredRow, String> value) {
        TableColumn<StoredRow, String> column = new TableColumn<>(words.get(key));
        column.setCellValueFactory(
                cell -> new ReadOnlyStringWrapper(cell.getValue() == null ? "" : value.apply(cell.getValue())));
        return column;
    }

    /** Tells the presenter which rows are in sight. */
    private final class FetchingRow extends TableRow<StoredRow> {
        @Override
        protected void updateItem(@Nullable StoredRow row, boolean empty) {
            super.updateItem(row, empty);
            if (!empty) {
                presenter.inSight(list.place(getIndex()));
            }
        }
    }

    /** A button that opens the rows for which this one stands. */
    private final class CopiesCell extends TableCell<StoredRow, StoredRow> {
        private final Button open = Buttons.quiet("", null, this::open);

        CopiesCell() {
            open.getStyleClass().addAll("small", "copies-open");
        }

        private void open() {
            StoredRow row = getItem();
            if (row != null) {
                presenter.copies().open(row);
            }
        }

        @Override
        protected void updateItem(@Nullable StoredRow row, boolean empty) {
            super.updateItem(row, empty);
            int count = empty || row == null ? 0 : presenter.copies().of(row);
            if (count == 0 || row == null) {
                setGraphic(null);
                return;
            }
            open.setText(words.get("copies.more", count));
            Described.describe(open, words.get("copies.open.name", row.id(), count));
            setGraphic(open);
        }
    }

    /** A signal's value, as a badge where the row needs a look. */
    private final class SignalCell extends TableCell<StoredRow, StoredRow> {
        private final Badge badge = new Badge("", Tone.NEUTRAL);
        private final HBox box = new HBox(badge);
        private final Measure measure;

        SignalCell(Measure measure) {
            this.measure = measure;
            box.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(@Nullable StoredRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            SignalValue value = presenter.signals().of(row).stream()
                    .filter(each -> each.signal().equals(measure.stored()))
                    .findFirst()
                    .orElse(null);
            if (value == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            badge.set(words.figure(value.value()), value.reason().isEmpty() ? Tone.NEUTRAL : Tone.WARNING);
            setTooltip(value.reason().isEmpty() ? null : new Tooltip(value.reason()));
            setGraphic(box);
        }
    }

    private final class StateCell extends TableCell<StoredRow, StoredRow> {
        private final Badge badge = new Badge("", Tone.NEUTRAL);
        private final HBox box = new HBox(badge);

        StateCell() {
            box.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(@Nullable StoredRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setGraphic(null);
                return;
            }
            if (row.split() == Split.HELD_OUT) {
                badge.set(words.get("rows.state.heldout"), Tone.INFO);
            } else if (row.since() == null) {
                badge.set(words.get("draft"), Tone.WARNING);
            } else {
                badge.set(words.get("version", row.since()), Tone.ACCENT);
            }
            setGraphic(box);
        }
    }
}
