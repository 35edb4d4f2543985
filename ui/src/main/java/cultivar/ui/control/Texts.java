package cultivar.ui.control;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** Blocks of plain text in the studio's type scale. */
public final class Texts {
    private Texts() {}

    /** The name of a screen: 24 px, once on each. */
    public static Label screenTitle(String text) {
        return label(text, "screen-title");
    }

    /** The name of a section or card: 16 px. */
    public static Label heading(String text) {
        return label(text, "heading");
    }

    /** The quiet name above a group or a number: 12 px. */
    public static Label overline(String text) {
        return label(text, "overline");
    }

    /** A paragraph: 14 px, wraps. */
    public static Label body(String text) {
        return wrapping(label(text, "body-text"));
    }

    /** A paragraph that explains rather than tells: 14 px, muted, wraps. */
    public static Label muted(String text) {
        return wrapping(label(text, "muted"));
    }

    /** Small print: 12 px, muted, wraps. */
    public static Label caption(String text) {
        return wrapping(label(text, "caption"));
    }

    /** Values that are compared or copied, such as addresses: monospace, 13 px. */
    public static Label mono(String text) {
        return label(text, "mono");
    }

    private static Label label(String text, String styleClass) {
        Label label = new Label(text);
        label.getStyleClass().add(styleClass);
        return label;
    }

    private static Label wrapping(Label label) {
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
