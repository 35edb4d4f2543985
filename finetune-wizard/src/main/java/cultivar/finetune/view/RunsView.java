package cultivar.finetune.view;

import cultivar.finetune.EvaluationReport;
import cultivar.finetune.Run;
import cultivar.ui.chart.Sparkline;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.screen.StatePane;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The history's nodes: one table. */
final class RunsView {
    private final RunsScreen presenter;
    private final Words words;
    private final Page page;

    RunsView(RunsScreen presenter, RunsModel model, Words words) {
        this.presenter = presenter;
        this.words = words;
        page = new Page(words.get("runs.title"), words.get("runs.subtitle"));
        page.actions(Buttons.primary(words.get("runs.new"), Feather.PLUS, presenter::build));
        StatePane states = new StatePane(table(model))
                .loading(words.get("runs.loading"))
                .empty(
                        Feather.ACTIVITY,
                        words.get("runs.empty.title"),
                        words.get("runs.empty.text"),
                        Buttons.secondary(words.get("runs.new"), Feather.PLUS, presenter::build))
                .onRetry(presenter::reload);
        states.stateProperty().bind(model.state());
        states.failureProperty().bind(model.failure());
        page.body(states);
        page.getStyleClass().add("runs-screen");
        page.getStylesheets().add(Styles.sheet());
    }

    Node root() {
        return page;
    }

    private Node table(RunsModel model) {
        TableView<RunsModel.Row> table = new TableView<>(model.rows());
        table.getStyleClass().addAll("runs-table", "edge-to-edge");
        table.setAccessibleText(words.get("runs.title"));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getColumns().add(column("runs.column.adapter", 210, row -> named(row.run())));
        table.getColumns()
                .add(column(
                        "runs.column.state",
                        110,
                        row -> new Badge(
                                row.place() > 0
                                        ? words.get("runs.queued", row.place())
                                        : words.phase(row.run().phase()),
                                words.tone(row.run().phase()))));
        table.getColumns().add(column("runs.column.loss", 180, this::loss));
        table.getColumns().add(column("runs.column.steps", 90, row -> Texts.body(steps(row))));
        table.getColumns().add(column("runs.column.time", 100, row -> Texts.body(time(row.run()))));
        table.getColumns().add(column("runs.column.exact", 130, row -> exact(row.run())));
        TableColumn<RunsModel.Row, RunsModel.Row> actions = column("runs.column.actions", 170, this::actions);
        actions.getStyleClass().add("runs-actions");
        table.getColumns().add(actions);
        table.setRowFactory(view -> {
            TableRow<RunsModel.Row> row = new TableRow<>();
            row.setOnMouseClicked(event -> {
                RunsModel.Row item = row.getItem();
                if (event.getClickCount() == 2 && item != null) {
                    presenter.open(item.run());
                }
            });
            return row;
        });
        table.setOnKeyPressed(event -> {
            RunsModel.Row chosen = table.getSelectionModel().getSelectedItem();
            if (chosen == null) {
                return;
            }
            if (event.getCode() == KeyCode.ENTER) {
                event.consume();
                presenter.open(chosen.run());
            } else if (event.getCode() == KeyCode.DELETE
                    && !chosen.run().phase().isActive()) {
                event.consume();
                presenter.remove(chosen.run());
            }
        });
        VBox frame = new VBox(table);
        VBox.setVgrow(table, javafx.scene.layout.Priority.ALWAYS);
        frame.getStyleClass().add("runs-frame");
        return frame;
    }

    private TableColumn<RunsModel.Row, RunsModel.Row> column(
            String key, double width, Function<RunsModel.Row, Node> content) {
        TableColumn<RunsModel.Row, RunsModel.Row> column = new TableColumn<>(words.get(key));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(features -> new ReadOnlyObjectWrapper<>(features.getValue()));
        column.setCellFactory(of -> new NodeCell(content));
        return column;
    }

    private Node named(Run run) {
        VBox box = new VBox(1, strong(run.name()), Texts.caption(words.source(run)));
        box.setAlignment(Pos.CENTER_LEFT);
        box.getChildren().forEach(child -> ((javafx.scene.control.Label) child).setWrapText(false));
        return box;
    }

    private static Node strong(String text) {
        var label = Texts.body(text);
        label.getStyleClass().add("strong");
        return label;
    }

    private Node loss(RunsModel.Row row) {
        Sparkline line = new Sparkline();
        line.setPrefSize(100, 26);
        line.setValues(row.losses());
        var number = Texts.body(words.decimal(row.lastLoss(), 3));
        number.setMinWidth(52);
        line.setAccessibleText(words.get("runs.loss.spoken", words.decimal(row.lastLoss(), 3)));
        HBox box = new HBox(10, line, number);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private String steps(RunsModel.Row row) {
        int made = row.losses().length;
        int steps = Math.max(row.run().steps(), made);
        return steps == 0 ? "\u2013" : made == steps ? words.number(made) : words.get("runs.steps", made, steps);
    }

    private String time(Run run) {
        return run.seconds() > 0 ? words.duration(run.seconds()) : "\u2013";
    }

    private Node exact(Run run) {
        EvaluationReport report = run.evaluation();
        if (report == null) {
            return Texts.caption("\u2013");
        }
        var shown = new Badge(
                words.get(
                        "runs.exact",
                        words.percent(report.base().exactMatch()),
                        words.percent(report.adapter().exactMatch())),
                report.adapter().exactMatch() > report.base().exactMatch() ? Tone.SUCCESS : Tone.NEUTRAL);
        shown.setAccessibleText(words.get(
                "runs.exact.spoken",
                words.percent(report.base().exactMatch()),
                words.percent(report.adapter().exactMatch())));
        return shown;
    }

    private Node actions(RunsModel.Row row) {
        Run run = row.run();
        HBox box = new HBox(2);
        box.setAlignment(Pos.CENTER_RIGHT);
        if (row.place() > 1) {
            box.getChildren().add(icon(Feather.ARROW_UP, "runs.earlier", run, () -> presenter.move(row, -1)));
        }
        if (row.place() > 0 && !row.last()) {
            box.getChildren().add(icon(Feather.ARROW_DOWN, "runs.later", run, () -> presenter.move(row, 1)));
        }
        if (run.phase().isResumable()) {
            box.getChildren().add(icon(Feather.PLAY, "runs.resume", run, () -> presenter.resume(run)));
        }
        if (run.phase().isActive()) {
            box.getChildren().add(icon(Feather.PAUSE, "runs.pause", run, () -> presenter.pause(run)));
        } else {
            box.getChildren().add(icon(Feather.TRASH_2, "runs.delete", run, () -> presenter.remove(run)));
        }
        box.getChildren().add(icon(Feather.CHEVRON_RIGHT, "runs.open", run, () -> presenter.open(run)));
        return box;
    }

    private Node icon(Feather icon, String key, Run run, Runnable action) {
        return Buttons.icon(icon, words.get(key, run.name()), action);
    }

    /** A cell whose content is a node made for its row. */
    private static final class NodeCell extends TableCell<RunsModel.Row, RunsModel.Row> {
        private final Function<RunsModel.Row, Node> content;

        NodeCell(Function<RunsModel.Row, Node> content) {
            this.content = content;
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(RunsModel.@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            setGraphic(empty || row == null ? null : content.apply(row));
        }
    }
}
