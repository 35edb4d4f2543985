package cultivar.datanet.view;

import cultivar.datanet.store.DraftRow;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Texts;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The rows made so far; each can be written on and removed. */
final class DraftRowList {
    private final DraftScreen presenter;
    private final Words words;
    private final ListView<DraftRow> list;

    DraftRowList(DraftScreen presenter, DraftModel model, Words words) {
        this.presenter = presenter;
        this.words = words;
        list = new ListView<>(model.rows());
        list.setCellFactory(view -> new RowCell());
        Label none = Texts.muted(words.get("draft.rows.none"));
        none.setWrapText(true);
        list.setPlaceholder(none);
        list.getStyleClass().add("draft-rows");
        Described.describe(list, words.messages(), "datanet.draft.rows");
        list.setOnKeyPressed(event -> {
            DraftRow row = list.getSelectionModel().getSelectedItem();
            if (row == null || event.isShortcutDown()) {
                return;
            }
            if (event.getCode() == KeyCode.ENTER) {
                presenter.edit(row);
            } else if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
                presenter.remove(row);
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
    }

    Node root() {
        return list;
    }

    private final class RowCell extends ListCell<DraftRow> {
        private final Label question = new Label();
        private final Label answer = Texts.muted("");
        private final Label place = Texts.caption("");
        private final HBox content;

        RowCell() {
            question.getStyleClass().add("strong");
            question.setWrapText(true);
            answer.setWrapText(false);
            VBox lines = new VBox(2, question, answer, place);
            lines.setMinWidth(0);
            HBox.setHgrow(lines, Priority.ALWAYS);
            HBox buttons = new HBox(
                    Buttons.icon(Feather.EDIT_2, words.get("draft.edit"), () -> presenter.edit(getItem())),
                    Buttons.icon(Feather.X, words.get("draft.remove"), () -> presenter.remove(getItem())));
            content = new HBox(6, lines, buttons);
            content.setAlignment(Pos.TOP_LEFT);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(DraftRow row, boolean empty) {
            super.updateItem(row, empty);
            setGraphic(empty || row == null ? null : content);
            if (!empty && row != null) {
                question.setText(row.question());
                answer.setText(row.answer().replace('\n', ' '));
                place.setText(row.place().isEmpty() ? words.get("draft.from.none") : row.place());
                setAccessibleText(words.get("draft.row", row.question(), row.answer(), place.getText()));
            }
        }
    }
}
