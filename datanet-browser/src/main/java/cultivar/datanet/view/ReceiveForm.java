package cultivar.datanet.view;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.signed.FileCheck;
import cultivar.datanet.signed.RowProblem;
import cultivar.datanet.signed.Statement;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.text.Messages;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** What the check of a contribution file came to, and whether its rows come in. */
final class ReceiveForm {
    private static final double CELL = 46;
    private static final int SHOWN = 5;

    private final Words words;
    private final VBox root = new VBox(16);

    ReceiveForm(Words words, FileCheck check, DialogHandle<Boolean> handle) {
        this.words = words;
        Badge verdict = new Badge(words.get("receive.verdict." + check.verdict().id()), tone(check.verdict()));
        verdict.getStyleClass().add("receive-verdict");
        Label reason = Texts.body(brief(check));
        reason.setMinWidth(0);
        HBox.setHgrow(reason, Priority.ALWAYS);
        HBox finding = new HBox(12, verdict, reason);
        finding.setAlignment(Pos.TOP_LEFT);
        root.getChildren().addAll(finding, facts(check));
        if (check.alteredRows() > 0) {
            root.getChildren().add(altered(check));
        }
        Button cancel = Buttons.secondary(
                Messages.ui().get(check.usable() > 0 ? "ui.action.cancel" : "ui.action.close"), null, handle::cancel);
        cancel.setCancelButton(true);
        if (check.usable() == 0) {
            cancel.setDefaultButton(true);
            root.getChildren().addAll(Texts.muted(words.get("receive.never")), new DialogButtons(cancel));
        } else {
            Button take = Buttons.primary(
                    words.get("receive.take", check.usable()), Feather.INBOX, () -> handle.submit(true));
            take.getStyleClass().add("receive-take");
            take.setDefaultButton(true);
            if (check.verdict() != FileCheck.Verdict.INTACT) {
                CheckBox sure =
                        new CheckBox(words.get("receive.sure." + check.verdict().id(), check.usable()));
                sure.getStyleClass().add("receive-sure");
                sure.setWrapText(true);
                take.disableProperty().bind(sure.selectedProperty().not());
                root.getChildren().add(sure);
            }
            root.getChildren().addAll(Texts.caption(words.get("receive.pending")), new DialogButtons(cancel, take));
        }
        root.getStylesheets().add(Styles.sheet());
        root.getStyleClass().add("receive-form");
    }

    Node root() {
        return root;
    }

    /** How a verdict looks, here and in lists. */
    static Tone tone(FileCheck.Verdict verdict) {
        return switch (verdict) {
            case INTACT -> Tone.SUCCESS;
            case UNSIGNED -> Tone.WARNING;
            case ALTERED, WRONG_SIGNER -> Tone.DANGER;
        };
    }

    /** The finding without whole addresses, which break in the middle of a line and stand below, to be copied. */
    private static String brief(FileCheck check) {
        EvmAddress contributor = check.statement().contributor();
        EvmAddress signer = check.signer() == null ? contributor : check.signer();
        return check.reason().replace(contributor.value(), contributor.brief()).replace(signer.value(), signer.brief());
    }

    private Node facts(FileCheck check) {
        Statement statement = check.statement();
        KeyValueGrid grid = new KeyValueGrid();
        grid.text(words.get("receive.datanet"), statement.datanet());
        grid.mono(words.get("receive.contributor"), statement.contributor().value());
        EvmAddress signer = check.signer();
        if (signer != null && !signer.equals(statement.contributor())) {
            grid.mono(words.get("receive.signer"), signer.value());
        }
        grid.text(words.get("receive.rows"), words.get("rows.count", check.rows()));
        grid.text(words.get("receive.licences"), String.join(", ", statement.licences()));
        grid.text(words.get("receive.created"), words.date(statement.created()));
        if (!statement.note().isEmpty()) {
            grid.text(words.get("receive.note"), statement.note());
        }
        grid.mono(words.get("receive.root"), statement.root().hex());
        return grid;
    }

    private Node altered(FileCheck check) {
        ListView<RowProblem> list = new ListView<>();
        list.getItems().setAll(check.altered());
        list.setFixedCellSize(CELL);
        list.setPrefHeight(Math.min(SHOWN, check.altered().size()) * CELL + 4);
        list.setMinHeight(Math.min(2, check.altered().size()) * CELL + 4);
        list.setCellFactory(view -> new AlteredCell());
        list.getStyleClass().add("problem-list");
        Described.describe(list, words.get("receive.altered"));
        return new VBox(8, Texts.overline(words.get("receive.altered")), list);
    }

    private final class AlteredCell extends ListCell<RowProblem> {
        AlteredCell() {
            setWrapText(true);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(RowProblem problem, boolean empty) {
            super.updateItem(problem, empty);
            if (empty || problem == null) {
                setText(null);
                setTooltip(null);
            } else {
                setText(words.get("receive.row", problem.row(), problem.reason()));
                setTooltip(new Tooltip(problem.reason()));
            }
        }
    }
}
