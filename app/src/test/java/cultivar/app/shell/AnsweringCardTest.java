package cultivar.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.client.AdapterBudget;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.server.EngineFile;
import cultivar.ui.control.NavRail;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Labeled;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of answers over a real engine: what lies where, how much memory it may take, and the way in. */
class AnsweringCardTest extends FxTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path home;

    @Test
    void itTellsWhereAdaptersLieAndKeepsTheirBudget() {
        StudioUnderTest studio = onFx(
                () -> StudioUnderTest.start(home, themes(), () -> BaseModelUnderTest.install(home.resolve("models"))));
        waitFor("the home is open", studio::isHomeOpen);
        onFx(() -> studio.go(new Place.Settings()));
        settle();
        assertThat(onFx(() -> find(studio.root(), ".nav-rail", NavRail.class)
                        .selectedProperty()
                        .get()))
                .isEqualTo("settings");
        waitFor(
                "the tiers are told",
                () -> texts(studio).stream().anyMatch(text -> text.startsWith("0 ready (0.0 MiB)")));
        EngineFile engine = EngineFile.read(new JobHome(home)).orElseThrow();
        waitFor("the address is told", () -> texts(studio).contains("http://127.0.0.1:" + engine.port() + "/v1"));
        assertThat(texts(studio)).noneMatch(text -> text.contains(engine.token()));
        assertThat(texts(studio)).contains("No adapter has been asked yet.");
        Accessibility.assertAccessible(studio.root());
        new Pictures(studio.stage(), themes()).take("settings");

        assertThat(typed(studio, "ready", "256")).isEqualTo("256");
        assertThat(typed(studio, "ready", "a lot")).isEqualTo("256");
        assertThat(typed(studio, "beside", "0")).isEqualTo("0");
        onFx(studio::close);
        assertThat(new SettingsFile(home.resolve("settings.json")).load().adapterBudget())
                .isEqualTo(new AdapterBudget(256 * MIB, 0));
    }

    /** What a budget shows after something was typed. */
    private static String typed(StudioUnderTest studio, String key, String text) {
        TextField editor = find(studio.root(), ".budget-" + key, Spinner.class).getEditor();
        onFx(() -> {
            editor.requestFocus();
            editor.setText(text);
        });
        press(KeyCode.ENTER);
        return onFx(() -> editor.getText());
    }

    private static List<String> texts(StudioUnderTest studio) {
        return onFx(() -> studio.root().lookupAll(".label").stream()
                .filter(Labeled.class::isInstance)
                .map(label -> String.valueOf(((Labeled) label).getText()))
                .toList());
    }
}
