package cultivar.ui.control;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** A small coloured word: a state, a licence, a count. Not for pressing; see {@link Chip}. */
public final class Badge extends Label {
    /** A badge. */
    public Badge(String text, Tone tone) {
        super(text);
        getStyleClass().add("badge");
        setMinWidth(Region.USE_PREF_SIZE);
        set(text, tone);
    }

    /** Changes word and colour together. */
    public void set(String text, Tone tone) {
        setText(text);
        tone.dress(this);
    }
}
