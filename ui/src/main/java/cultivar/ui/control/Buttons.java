package cultivar.ui.control;

import cultivar.ui.a11y.Described;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Buttons by what they mean. At most one primary button on a screen. */
public final class Buttons {
    private Buttons() {}

    /** The one thing that the screen is for. */
    public static Button primary(String text, @Nullable Ikon icon, Runnable action) {
        return button(text, icon, action, "accent");
    }

    /** Any other action. */
    public static Button secondary(String text, @Nullable Ikon icon, Runnable action) {
        return button(text, icon, action);
    }

    /** An action that should not draw the eye: no border until the pointer is on it. */
    public static Button quiet(String text, @Nullable Ikon icon, Runnable action) {
        return button(text, icon, action, "flat");
    }

    /** An action that destroys something. */
    public static Button danger(String text, @Nullable Ikon icon, Runnable action) {
        return button(text, icon, action, "danger");
    }

    /**
     * A button that shows only an icon.
     *
     * @param name what it does; becomes its tooltip and accessible name
     */
    public static Button icon(Ikon icon, String name, Runnable action) {
        return Described.describe(button("", icon, action, "flat", "button-icon"), name);
    }

    private static Button button(String text, @Nullable Ikon icon, Runnable action, String... styleClasses) {
        Button button = icon == null ? new Button(text) : new Button(text, new FontIcon(icon));
        button.getStyleClass().addAll(styleClasses);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }
}
