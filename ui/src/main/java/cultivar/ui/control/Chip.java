package cultivar.ui.control;

import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;

/** A round choice that is on or off, such as a tag or a filter. */
public final class Chip extends ToggleButton {
    /** A chip that is off. */
    public Chip(String text) {
        super(text);
        getStyleClass().add("chip");
        setMinWidth(Region.USE_PREF_SIZE);
    }
}
