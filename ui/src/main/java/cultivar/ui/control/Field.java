package cultivar.ui.control;

import cultivar.ui.a11y.Described;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A labelled input of a form, with a hint below it that gives way to what is wrong. */
public final class Field extends VBox {
    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private final Label name;
    private final HBox header;
    private final Label hint = Texts.caption("");
    private final Label error = Texts.caption("");
    private final Node input;

    /**
     * A field.
     *
     * @param name the visible label, which also becomes the input's accessible name
     */
    public Field(String name, Node input) {
        this.input = input;
        this.name = new Label(name);
        this.name.getStyleClass().add("field-label");
        Described.labelled(input, this.name);
        header = new HBox(2, this.name);
        header.setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("field");
        if (input instanceof Control control) {
            control.setMaxWidth(Double.MAX_VALUE);
        }
        error.getStyleClass().add("error-text");
        error.setGraphic(new FontIcon(Feather.ALERT_CIRCLE));
        error.visibleProperty().bind(error.textProperty().isNotEmpty());
        error.managedProperty().bind(error.visibleProperty());
        hint.visibleProperty()
                .bind(hint.textProperty()
                        .isNotEmpty()
                        .and(error.visibleProperty().not()));
        hint.managedProperty().bind(hint.visibleProperty());
        error.textProperty().subscribe(text -> {
            input.pseudoClassStateChanged(DANGER, !text.isEmpty());
            input.setAccessibleHelp(text.isEmpty() ? hint.getText() : text);
        });
        getChildren().addAll(header, input, hint, error);
    }

    /** Adds a line below the input. */
    public Field hint(String text) {
        hint.setText(text);
        input.setAccessibleHelp(text);
        return this;
    }

    /** Adds a question mark after the label. */
    public Field help(String explanation) {
        header.getChildren().setAll(name, new HelpTip(explanation));
        return this;
    }

    /** What is wrong with the input; empty if nothing is. Bind it to the model. */
    public StringProperty errorProperty() {
        return error.textProperty();
    }
}
