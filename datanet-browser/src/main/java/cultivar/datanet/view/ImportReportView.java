package cultivar.datanet.view;

import cultivar.datanet.load.Problem;
import cultivar.datanet.store.ImportReport;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.text.Messages;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** What came of an import: what went in, and every line that did not, with its reason. */
final class ImportReportView {
    private static final double CELL = 58;

    private final VBox root;

    ImportReportView(Words words, List<ImportReport> reports, Consumer<Path> save, Runnable close) {
        this(words, sentence(words, reports), reports, save, close);
    }

    private ImportReportView(
            Words words, String sentence, List<ImportReport> reports, Consumer<Path> save, Runnable close) {
        List<Problem> problems =
                reports.stream().flatMap(report -> report.problems().stream()).toList();
        ListView<Problem> list = new ListView<>();
        list.getItems().setAll(problems);
        list.setFixedCellSize(CELL);
        list.setPrefHeight(Math.min(6, problems.size()) * CELL + 4);
        list.setCellFactory(view -> new ProblemCell(words));
        list.getStyleClass().add("problem-list");
        Described.describe(list, words.get("report.list"));
        CopyButton copy = new CopyButton(
                words.get("report.copy"),
                () -> problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        Label heading = Texts.overline(words.get("report.list"));
        HBox above = new HBox(6, heading, copy);
        above.setAlignment(Pos.CENTER_LEFT);
        Button done = Buttons.primary(Messages.ui().get("ui.action.close"), null, close);
        done.setDefaultButton(true);
        Button keep = Buttons.secondary(words.get("report.save"), Feather.SAVE, () -> {
            Path file = RowFiles.save(list.getScene().getWindow(), words.get("report.save"), "refused.txt");
            if (file != null) {
                save.accept(file);
            }
        });
        root = new VBox(12, Texts.body(sentence), above, list);
        if (reports.stream().anyMatch(ImportReport::shortened)) {
            long all = sum(reports, ImportReport::rejected) + sum(reports, ImportReport::warnings);
            root.getChildren().add(Texts.body(words.get("report.more", problems.size(), all)));
        }
        root.getChildren().add(new DialogButtons(keep, done));
        root.getStylesheets().add(Styles.sheet());
        root.getStyleClass().add("import-report");
    }

    /** A report that begins with a sentence of its own. */
    static ImportReportView of(
            Words words, String sentence, List<ImportReport> reports, Consumer<Path> save, Runnable close) {
        return new ImportReportView(words, sentence, reports, save, close);
    }

    Node root() {
        return root;
    }

    static String sentence(Words words, List<ImportReport> reports) {
        return words.get(
                "report.sentence",
                sum(reports, ImportReport::added),
                sum(reports, ImportReport::duplicates),
                sum(reports, ImportReport::rejected),
                sum(reports, ImportReport::warnings));
    }

    private static long sum(List<ImportReport> reports, ToLongFunction<ImportReport> what) {
        return reports.stream().mapToLong(what).sum();
    }

    private static final class ProblemCell extends ListCell<Problem> {
        private final Words words;
        private final Badge badge = new Badge("", Tone.WARNING);
        private final Label place = Texts.mono("");
        private final Label reason = new Label();
        private final HBox above = new HBox(10, badge, place);
        private final VBox lines = new VBox(4, above, reason);

        ProblemCell(Words words) {
            this.words = words;
            above.setAlignment(Pos.CENTER_LEFT);
            lines.setAlignment(Pos.CENTER_LEFT);
            place.setMinWidth(0);
            reason.setMinWidth(0);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(Problem problem, boolean empty) {
            super.updateItem(problem, empty);
            if (empty || problem == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            boolean rejected = problem.severity() == Problem.Severity.REJECTED;
            badge.set(
                    words.get(rejected ? "report.rejected" : "report.warning"), rejected ? Tone.DANGER : Tone.WARNING);
            place.setText(problem.file() + ":" + problem.line());
            reason.setText(problem.reason());
            setTooltip(new Tooltip(problem.toString()));
            setGraphic(lines);
        }
    }
}
