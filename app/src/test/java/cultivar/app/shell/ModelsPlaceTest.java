package cultivar.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.seedling.Seedling;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from the recipe to the models and back with another base. */
class ModelsPlaceTest extends FxTest {
    @TempDir
    Path home;

    @Test
    void aModelOnThisMachineBecomesTheBase() throws Exception {
        Path models = home.resolve("models");
        Files.move(Seedling.install(models), models.resolve("another"));
        StudioUnderTest studio =
                onFx(() -> StudioUnderTest.start(home, themes(), () -> BaseModelUnderTest.install(models)));
        Pictures pictures = new Pictures(studio.stage(), themes());
        try {
            waitFor("the home is open", studio::isHomeOpen);
            waitFor("the guide offers a step", () -> shown(studio, "#guide-go"));
            fire(studio, "#guide-go");
            waitFor(
                    "the rows are counted",
                    () -> shown(studio, ".wizard-next")
                            && !studio.root().lookup(".wizard-next").isDisabled());
            fire(studio, ".wizard-next");
            settle();
            pictures.take("build-base");
            fire(studio, ".recipe-models");
            waitFor(
                    "the models are listed",
                    () -> studio.root().lookupAll(".models-use").size() == 2);
            pictures.take("models-place");
            Accessibility.assertAccessible(studio.root());
            Button use = onFx(() -> studio.root().lookupAll(".models-use").stream()
                    .map(Button.class::cast)
                    .filter(button -> button.getAccessibleText().contains("another"))
                    .findFirst()
                    .orElseThrow());
            onFx(use::fire);
            waitFor("the wizard is back", () -> shown(studio, ".recipe-models"));
            settle();
            assertThat(onFx(() -> studio.root().lookupAll(".combo-box").stream()
                            .map(box -> String.valueOf(((ComboBox<?>) box).getValue()))
                            .toList()))
                    .contains("another");
            press(KeyCode.CONTROL, KeyCode.COMMA);
            settle();
            pictures.take("settings-hub");
            Accessibility.assertAccessible(studio.root());
        } finally {
            onFx(studio::close);
        }
    }

    private static boolean shown(StudioUnderTest studio, String selector) {
        Node node = studio.root().lookup(selector);
        return node != null && node.isVisible();
    }

    private static void fire(StudioUnderTest studio, String selector) {
        Button button = find(studio.root(), selector, Button.class);
        onFx(button::fire);
    }
}
