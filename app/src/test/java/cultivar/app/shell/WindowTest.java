package cultivar.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.control.NavRail;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window itself: that it opens, moves by keys, and remembers. */
class WindowTest extends FxTest {
    @TempDir
    Path home;

    @Test
    void opensMovesByKeysAndRemembersTheTheme() {
        StudioUnderTest studio = onFx(() -> StudioUnderTest.start(home, themes(), () -> home.resolve("nothing")));
        settle();
        NavRail rail = find(studio.root(), ".nav-rail", NavRail.class);
        assertThat(onFx(() -> rail.selectedProperty().get())).isEqualTo("datanets");
        Accessibility.assertAccessible(studio.root());
        new Pictures(studio.stage(), themes()).take("window");

        press(KeyCode.CONTROL, KeyCode.DIGIT6);
        assertThat(onFx(() -> rail.selectedProperty().get())).isEqualTo("wallet");

        onFx(studio::close);
        assertThat(studio.isClosed()).isTrue();
        assertThat(new SettingsFile(home.resolve("settings.json")).load().width())
                .isGreaterThan(900);
    }
}
