package cultivar.ui.control;

import java.util.Locale;
import javafx.scene.Node;

/** What a small coloured thing means. */
public enum Tone {
    NEUTRAL,
    ACCENT,
    SUCCESS,
    INFO,
    WARNING,
    DANGER;

    /** Gives the node this tone's style class and takes away any other's. */
    public void dress(Node node) {
        node.getStyleClass().removeIf(name -> name.startsWith("tone-"));
        node.getStyleClass().add("tone-" + name().toLowerCase(Locale.ROOT));
    }
}
