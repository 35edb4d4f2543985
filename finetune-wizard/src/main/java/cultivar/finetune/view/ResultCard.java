package cultivar.finetune.view;

import cultivar.finetune.EvaluationReport;
import cultivar.finetune.Run;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.ProgressRow;
import cultivar.ui.control.Texts;
import cultivar.ui.task.Task;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What came of a finished run: did it get better, and what to do with it. */
final class ResultCard extends VBox {
    private static final int SAMPLES = 6;

    private final RunScreen presenter;
    private final RunModel model;
    private final Words words;

    ResultCard(RunScreen presenter, RunModel model, Words words) {
        super(14);
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        model.run().subscribe(run -> update());
        model.evaluation().subscribe(task -> update());
    }

    private void update() {
        Run run = model.run().get();
        getChildren().clear();
        if (run == null || run.adapter() == null) {
            return;
        }
        EvaluationReport report = run.evaluation();
        Card card = Card.titled(words.get("evaluation.title"));
        card.getStyleClass().add("result-card");
        Button chat = Buttons.secondary(words.get("result.chat"), Feather.MESSAGE_CIRCLE, presenter::chat);
        Button publish = report == null
                ? Buttons.secondary(words.get("result.publish"), Feather.SHARE_2, presenter::publish)
                : Buttons.primary(words.get("result.publish"), Feather.SHARE_2, presenter::publish);
        Button export = Buttons.secondary(words.get("result.export"), Feather.DOWNLOAD, presenter::export);
        export.getStyleClass().add("result-export");
        Task<EvaluationReport> task = model.evaluation().get();
        if (task != null) {
            card.actions(chat);
            card.getChildren().add(ProgressRow.of(task));
        } else if (report != null) {
            Button again = Buttons.quiet(words.get("evaluation.again"), Feather.REFRESH_CW, presenter::evaluate);
            card.actions(again, chat, export, publish);
            card.getChildren().addAll(comparison(report), samples(report));
        } else if (presenter.canEvaluate(run)) {
            card.actions(chat, export, publish);
            Label text = Texts.muted(words.get("evaluation.text"));
            HBox.setHgrow(text, Priority.ALWAYS);
            text.setMaxWidth(Double.MAX_VALUE);
            HBox row = new HBox(
                    16, text, Buttons.primary(words.get("evaluation.run"), Feather.BAR_CHART_2, presenter::evaluate));
            row.setAlignment(Pos.CENTER_LEFT);
            card.getChildren().add(row);
        } else {
            card.actions(chat, export, publish);
            card.getChildren().add(Texts.muted(words.get("evaluation.none")));
        }
        getChildren().add(card);
    }

    private Node comparison(EvaluationReport report) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("comparison");
        for (int i = 0; i < 3; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(i == 0 ? 30 : 35);
            grid.getColumnConstraints().add(column);
        }
        grid.addRow(
                0,
                Texts.caption(words.get("evaluation.rows", report.rows())),
                Texts.overline(words.get("evaluation.column.base")),
                Texts.overline(words.get("evaluation.column.adapter")));
        grid.addRow(
                1,
                named("evaluation.exact"),
                figure(words.percent(report.base().exactMatch()), null),
                figure(
                        words.percent(report.adapter().exactMatch()),
                        report.adapter().exactMatch() > report.base().exactMatch() ? Feather.ARROW_UP_RIGHT : null));
        grid.addRow(
                2,
                named("evaluation.loss"),
                figure(words.decimal(report.base().loss(), 3), null),
                figure(
                        words.decimal(report.adapter().loss(), 3),
                        report.adapter().loss() < report.base().loss() ? Feather.ARROW_DOWN_RIGHT : null));
        return grid;
    }

    private Node named(String key) {
        VBox box = new VBox(2, Texts.body(words.get(key)), Texts.caption(words.get(key + ".help")));
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Label figure(String text, @Nullable Feather better) {
        Label label = new Label(text);
        label.getStyleClass().add("comparison-figure");
        if (better != null) {
            label.getStyleClass().add("better");
            label.setGraphic(new FontIcon(better));
            label.setAccessibleText(words.get("evaluation.better", text));
        }
        return label;
    }

    private Node samples(EvaluationReport report) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("samples");
        for (int i = 0; i < 3; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(i == 0 ? 30 : 35);
            column.setHalignment(HPos.LEFT);
            grid.getColumnConstraints().add(column);
        }
        grid.addRow(
                0,
                Texts.overline(words.get("evaluation.column.asked")),
                Texts.overline(words.get("evaluation.column.base")),
                Texts.overline(words.get("evaluation.column.adapter")));
        int row = 1;
        for (EvaluationReport.Answered one :
                report.examples().subList(0, Math.min(SAMPLES, report.examples().size()))) {
            Label asked = Texts.body(one.prompt());
            GridPane.setValignment(asked, VPos.TOP);
            grid.addRow(
                    row++,
                    asked,
                    answer(one.baseAnswer(), one.baseMatches(), null),
                    answer(one.adapterAnswer(), one.adapterMatches(), one.expected()));
        }
        return grid;
    }

    private Node answer(String text, boolean right, @Nullable String expected) {
        FontIcon icon = new FontIcon(right ? Feather.CHECK : Feather.X);
        icon.getStyleClass().add(right ? "answer-right" : "answer-wrong");
        Label label = Texts.mono(text.isEmpty() ? words.get("evaluation.empty") : text);
        label.setWrapText(true);
        label.getStyleClass().add("answer");
        label.setAccessibleText(words.get(right ? "evaluation.right" : "evaluation.wrong", text));
        VBox texts = new VBox(4, label);
        if (!right && expected != null) {
            Label wanted = Texts.mono(words.get("evaluation.expected", expected));
            wanted.setWrapText(true);
            wanted.getStyleClass().addAll("answer", "answer-expected");
            texts.getChildren().add(wanted);
        }
        HBox.setHgrow(texts, Priority.ALWAYS);
        texts.setMinWidth(0);
        HBox box = new HBox(8, icon, texts);
        box.setMinHeight(Region.USE_PREF_SIZE);
        box.setAlignment(Pos.TOP_LEFT);
        return box;
    }
}
