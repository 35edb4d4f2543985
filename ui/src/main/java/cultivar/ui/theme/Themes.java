package cultivar.ui.theme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.text.Font;
import javafx.util.Subscription;

/**
 * Dresses the application. One user agent stylesheet holds everything (AtlantaFX Primer and ours on top), so windows
 * that open later, popups and dialogs need nothing done to them. FX thread only; one instance for a running studio.
 */
public final class Themes {
    private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");
    private static final List<String> FONTS = List.of(
            "/com/formdev/flatlaf/fonts/inter/Inter-Regular.otf",
            "/com/formdev/flatlaf/fonts/inter/Inter-Italic.otf",
            "/com/formdev/flatlaf/fonts/inter/Inter-SemiBold.otf",
            "/com/formdev/flatlaf/fonts/inter/Inter-Bold.otf",
            "/com/formdev/flatlaf/fonts/jetbrains_mono/JetBrainsMono-Regular.ttf",
            "/com/formdev/flatlaf/fonts/jetbrains_mono/JetBrainsMono-Bold.ttf");

    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(this, "theme", Theme.SYSTEM);
    private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper(this, "dark");

    /** Loads the fonts and dresses the application as the operating system is dressed. */
    public Themes() {
        FONTS.forEach(Themes::loadFont);
        Platform.Preferences system = Platform.getPreferences();
        theme.subscribe(value -> update());
        system.colorSchemeProperty().subscribe(value -> update());
        dark.subscribe(isDark -> Application.setUserAgentStylesheet(stylesheet(isDark)));
    }

    /** What the person chose; setting it changes every window at once. */
    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    /** Whether the windows are dark now. */
    public ReadOnlyBooleanProperty darkProperty() {
        return dark.getReadOnlyProperty();
    }

    /**
     * Makes a window's frame follow too, and gives its root the pseudo-class {@code :dark}. Call it before the window
     * shows.
     *
     * @return stops following
     */
    public Subscription apply(Scene scene) {
        return dark.subscribe(isDark -> {
            scene.getPreferences().setColorScheme(isDark ? ColorScheme.DARK : ColorScheme.LIGHT);
            scene.getRoot().pseudoClassStateChanged(DARK, isDark);
        });
    }

    /** The address of the complete stylesheet. */
    public static String stylesheet(boolean dark) {
        String name = dark ? "cultivar-dark.css" : "cultivar-light.css";
        return Objects.requireNonNull(Themes.class.getResource(name), name).toExternalForm();
    }

    private void update() {
        dark.set(
                switch (theme.get()) {
                    case LIGHT -> false;
                    case DARK -> true;
                    case SYSTEM -> systemIsDark();
                });
    }

    private static boolean systemIsDark() {
        Platform.Preferences system = Platform.getPreferences();
        // Some Linux desktops tell their darkness only through the name of their GTK theme.
        return system.getColorScheme() == ColorScheme.DARK
                || system.getString("GTK.theme_name")
                        .map(name -> name.toLowerCase(Locale.ROOT).contains("dark"))
                        .orElse(false);
    }

    private static void loadFont(String resource) {
        try (InputStream in = Themes.class.getResourceAsStream(resource)) {
            if (in == null || Font.loadFont(in, 14) == null) {
                throw new IllegalStateException("The font " + resource + " is missing from the class path.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The font " + resource + " cannot be read.", e);
        }
    }
}
