package cultivar.ui.control;

import cultivar.ui.a11y.Described;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;

/** One part of the status bar: a coloured dot and a few words about the engine, the device, the network. */
public final class StatusItem extends Button {
    private final String name;
    private final Region dot = new Region();

    StatusItem(String name, Runnable onPress) {
        this.name = name;
        dot.getStyleClass().add("status-dot");
        setGraphic(dot);
        getStyleClass().addAll("flat", "status-item");
        setMinWidth(Region.USE_PREF_SIZE);
        setOnAction(event -> onPress.run());
        set(Tone.NEUTRAL, name, name);
    }

    /**
     * Tells the state.
     *
     * @param tone the dot's colour; the words must make sense without it
     * @param text the few words on the bar
     * @param explanation the sentence in the tooltip
     */
    public void set(Tone tone, String text, String explanation) {
        tone.dress(this);
        setText(text);
        Described.describe(this, name + ": " + text, explanation, null);
    }
}
