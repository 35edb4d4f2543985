package cultivar.ui.control;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A small coloured word: a state, a licence, a count. Not for pressing; see {@link Chip}. */
public final class Badge extends Label {
    private @Nullable Tone tone;

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
        // Another class is looked up in all style sheets: too slow for a badge in each row of a list that is scrolled.
        if (tone != this.tone) {
            this.tone = tone;
            tone.dress(this);
        }
    }
}
