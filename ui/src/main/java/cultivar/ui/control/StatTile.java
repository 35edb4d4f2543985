package cultivar.ui.control;

import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** One number that matters: its name, the number in large type, and a hint that puts it in relation. */
public final class StatTile extends VBox {
    private final Label name;
    private final Label value = new Label();
    private final Label hint = Texts.caption("");

    /** A tile without a number yet. */
    public StatTile(String name) {
        getStyleClass().add("stat-tile");
        value.getStyleClass().add("stat-value");
        hint.managedProperty().bind(hint.textProperty().isNotEmpty());
        this.name = Texts.overline(name);
        this.name.setLabelFor(value);
        getChildren().addAll(this.name, value, hint);
        setTone(Tone.NEUTRAL);
    }

    /** A tile with its number. */
    public StatTile(String name, String value, String hint) {
        this(name);
        this.value.setText(value);
        this.hint.setText(hint);
    }

    /** Explains the name, beside it. */
    public StatTile help(String explanation) {
        HBox line = new HBox(4, name, new HelpTip(explanation));
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("stat-name");
        // The line has taken the name out of the tile.
        getChildren().addFirst(line);
        return this;
    }

    /** The number as it is shown. */
    public StringProperty valueProperty() {
        return value.textProperty();
    }

    /** The line below the number. */
    public StringProperty hintProperty() {
        return hint.textProperty();
    }

    /** Colours the number; neutral is the colour of text. */
    public void setTone(Tone tone) {
        tone.dress(value);
    }
}
