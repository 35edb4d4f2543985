package cultivar.ui.control;

import cultivar.ui.text.Messages;
import javafx.beans.property.StringProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** Text for machines, such as a command or JSON: monospace, unbroken lines, with a copy button. */
public final class CodeBlock extends StackPane {
    private final Label text = Texts.mono("");

    /** A block with its text. */
    public CodeBlock(String code) {
        getStyleClass().add("code-block");
        text.setText(code);
        text.setMinSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        ScrollPane scroll = new ScrollPane(text);
        scroll.setVbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFitToHeight(true);
        scroll.setMinViewportHeight(0);
        scroll.setFocusTraversable(true);
        scroll.accessibleTextProperty().bind(text.textProperty());
        CopyButton copy = new CopyButton(Messages.ui().get("ui.action.copy"), text::getText);
        setAlignment(copy, Pos.TOP_RIGHT);
        setMargin(copy, new Insets(6));
        getChildren().addAll(scroll, copy);
    }

    /** The text. */
    public StringProperty textProperty() {
        return text.textProperty();
    }
}
