package cultivar.ui.control;

import cultivar.ui.text.Messages;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Rows of names and values. Hashes and addresses are monospace, shortened in their middle, and can be copied. */
public final class KeyValueGrid extends GridPane {
    private final Messages messages = Messages.ui();

    /** An empty grid. */
    public KeyValueGrid() {
        getStyleClass().add("key-value-grid");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        values.setMinWidth(0);
        values.setFillWidth(true);
        getColumnConstraints().addAll(names, values);
    }

    /** Adds a row with plain text, which wraps. */
    public KeyValueGrid text(String name, String value) {
        Label label = Texts.body(value);
        return row(name, label);
    }

    /** Adds a row with a value for machines: monospace, one line, with a copy button. */
    public KeyValueGrid mono(String name, String value) {
        Label label = Texts.mono(value);
        label.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        label.setMinWidth(60);
        label.setTooltip(new Tooltip(value));
        label.setAccessibleText(value);
        HBox cell = new HBox(2, label, new CopyButton(messages.get("ui.grid.copy", name), () -> value));
        cell.setAlignment(Pos.CENTER_LEFT);
        cell.setMinWidth(0);
        return row(name, cell);
    }

    /** Adds a row with any node. */
    public KeyValueGrid row(String name, Node value) {
        int row = getRowCount();
        Label label = new Label(name);
        label.getStyleClass().add("muted");
        label.setLabelFor(value);
        setValignment(label, value instanceof Label ? VPos.TOP : VPos.CENTER);
        addRow(row, label, value);
        return this;
    }

    /** Takes all rows away. */
    public void clear() {
        getChildren().clear();
    }
}
