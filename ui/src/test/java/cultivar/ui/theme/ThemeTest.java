package cultivar.ui.theme;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.test.FxTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.application.ColorScheme;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThemeTest extends FxTest {
    /** Text colour and the surface it stands on; WCAG 2.2 asks 4.5 of small text. */
    private static final String[][] TEXTS = {
        {"-color-fg-default", "-color-bg-default"},
        {"-color-fg-default", "-color-bg-subtle"},
        {"-color-fg-muted", "-color-bg-default"},
        {"-color-fg-muted", "-color-bg-subtle"},
        {"-color-fg-muted", "-color-bg-inset"},
        {"-color-fg-muted", "-cv-hover"},
        {"-color-fg-subtle", "-color-bg-default"},
        {"-color-fg-subtle", "-color-bg-subtle"},
        {"-color-fg-default", "-cv-selected"},
        {"-color-fg-emphasis", "-color-accent-emphasis"},
        {"-color-fg-emphasis", "-color-danger-emphasis"},
        {"-color-accent-fg", "-color-bg-default"},
        {"-color-accent-fg", "-color-accent-subtle"},
        {"-color-warning-fg", "-color-warning-subtle"},
        {"-color-danger-fg", "-color-danger-subtle"},
        {"-color-danger-fg", "-color-bg-default"},
        {"-cv-info-fg", "-cv-info-subtle"},
        {"-cv-chart-axis", "-color-bg-subtle"},
    };

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textsStandOutFromTheirSurface(String theme) throws IOException {
        Map<String, Color> colours = tokens(theme);
        for (String[] pair : TEXTS) {
            assertThat(contrast(colour(colours, pair[0]), colour(colours, pair[1])))
                    .as("%s on %s in %s", pair[0], pair[1], theme)
                    .isGreaterThanOrEqualTo(4.5);
        }
        for (int i = 1; i <= 6; i++) {
            assertThat(contrast(colour(colours, "-cv-chart-" + i), colour(colours, "-color-bg-subtle")))
                    .as("line %s in %s", i, theme)
                    .isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void theFontsAreOurs() {
        Label label = onFx(() -> new Label("x"));
        show(onFx(() -> new StackPane(label)), 100, 100);
        assertThat(onFx(() -> label.getFont().getFamily())).isEqualTo("Inter");
        onFx(() -> label.getStyleClass().add("mono"));
        settle();
        assertThat(onFx(() -> label.getFont().getFamily())).isEqualTo("JetBrains Mono");
        onFx(() -> label.getStyleClass().setAll("label", "heading"));
        settle();
        assertThat(onFx(() -> label.getFont().getName())).contains("SemiBold");
    }

    @Test
    void theWindowFrameFollows() {
        Scene scene = show(onFx(() -> new StackPane()), 100, 100).getScene();
        theme(Theme.DARK);
        assertThat(onFx(() -> scene.getPreferences().getColorScheme())).isEqualTo(ColorScheme.DARK);
        theme(Theme.LIGHT);
        assertThat(onFx(() -> scene.getPreferences().getColorScheme())).isEqualTo(ColorScheme.LIGHT);
    }

    @Test
    void theIconIsDrawnAtEverySize() {
        assertThat(onFx(AppIcon::images))
                .hasSize(7)
                .allSatisfy(icon -> assertThat(icon.getPixelReader()
                                .getColor((int) icon.getWidth() / 2, (int) icon.getHeight() / 10)
                                .getGreen())
                        .isGreaterThan(0.3));
    }

    private static Color colour(Map<String, Color> colours, String name) {
        return Objects.requireNonNull(colours.get(name), name);
    }

    private static Map<String, Color> tokens(String theme) throws IOException {
        try (InputStream in = Objects.requireNonNull(Themes.class.getResourceAsStream("tokens-" + theme + ".css"))) {
            String css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Color> colours = new HashMap<>();
            Matcher token = Pattern.compile("(-[a-z0-9-]+): (#[0-9a-f]{6});").matcher(css);
            while (token.find()) {
                colours.put(token.group(1), Color.web(token.group(2)));
            }
            return colours;
        }
    }

    /** WCAG 2.2, "contrast ratio" and "relative luminance". */
    private static double contrast(Color a, Color b) {
        double first = luminance(a);
        double second = luminance(b);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
