package cultivar.ui.control;

import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

/** Headings of tables that have no room for all of their text. */
public final class Headings {
    private Headings() {}

    /** Shows the whole text of a heading that is cut while the pointer is over it. */
    public static void tellCut(TableView<?> table) {
        // The headings are made and made anew by the table's skin, so that they are known only as the pointer meets
        // them.
        table.addEventFilter(MouseEvent.MOUSE_ENTERED_TARGET, event -> {
            if (event.getTarget() instanceof Label heading
                    && heading.getParent() != null
                    && heading.getParent().getStyleClass().contains("column-header")) {
                heading.setTooltip(heading.isTextTruncated() ? new Tooltip(heading.getText()) : null);
            }
        });
    }
}
