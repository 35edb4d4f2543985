package cultivar.ui.dialog;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;

/** The row of buttons at the end of a dialog: quiet ones first, the verb last. */
public final class DialogButtons extends HBox {
    private static final Object FIRST_FOCUS = new Object();

    /** A row, from left to right. */
    public DialogButtons(Button... buttons) {
        super(8, buttons);
        setAlignment(Pos.CENTER_RIGHT);
        getStyleClass().add("dialog-buttons");
    }

    /**
     * Lets a node have the focus when its dialog opens.
     *
     * @return the node
     */
    public static <N extends Node> N first(N node) {
        node.getProperties().put(FIRST_FOCUS, true);
        return node;
    }

    static boolean isFirst(Node node) {
        return node.getProperties().containsKey(FIRST_FOCUS);
    }
}
