package cultivar.ui.dialog;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;

/** The row of buttons at the end of a dialog: quiet ones first, the verb last. */
public final class DialogButtons extends HBox {
    /** A row, from left to right. */
    public DialogButtons(Button... buttons) {
        super(8, buttons);
        setAlignment(Pos.CENTER_RIGHT);
        getStyleClass().add("dialog-buttons");
    }
}
