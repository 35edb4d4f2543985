package cultivar.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The base in the box reads the answers of a datanet in the box, asked in the window. */
class AnswersPlaceTest extends FxTest {
    @TempDir
    Path home;

    @Test
    void theBaseInTheBoxMeasuresAnswers() {
        Path models = home.resolve("models");
        StudioUnderTest studio =
                onFx(() -> StudioUnderTest.start(home, themes(), () -> BaseModelUnderTest.install(models)));
        Pictures pictures = new Pictures(studio.stage(), themes());
        try {
            waitFor("the home is open", studio::isHomeOpen);
            waitFor("the cards are there", () -> shown(studio, ".datanet-open"));
            Button open = onFx(() -> studio.root().lookupAll(".datanet-open").stream()
                    .map(Button.class::cast)
                    .filter(button -> button.getAccessibleText().contains("Move questions"))
                    .findFirst()
                    .orElseThrow());
            onFx(open::fire);
            waitFor("the datanet is there", () -> shown(studio, ".datanet-tabs"));
            onFx(() -> find(studio.root(), ".datanet-tabs", TabPane.class)
                    .getSelectionModel()
                    .select(1));
            waitFor("the base can be asked", () -> ask(studio).size() == 1);
            assertThat(ask(studio).getFirst().getText()).contains("seedling");
            onFx(() -> ask(studio).getFirst().fire());
            waitFor("it begins", () -> shown(studio, ".quality-stop"));
            pictures.take("answers-measuring");
            waitFor("it ends", () -> shown(studio, ".quality-answers"));
            waitFor("the spread shows", () -> shown(studio, ".quality-histogram"));
            settle();
            pictures.take("answers-measured");
            Accessibility.assertAccessible(studio.root());
            TableView<?> table = find(studio.root(), ".row-table", TableView.class);
            assertThat(onFx(() -> table.getVisibleLeafColumns().stream()
                            .map(TableColumnBase::getText)
                            .toList()))
                    .contains("Difficulty, seedling");
            assertThat(onFx(() -> studio.root().lookupAll(".label").stream()
                            .map(label -> ((Label) label).getText())
                            .filter(text -> text != null && text.startsWith("seedling measured"))
                            .toList()))
                    .hasSize(1);
        } finally {
            onFx(studio::close);
        }
    }

    private static List<MenuItem> ask(StudioUnderTest studio) {
        return find(studio.root(), ".quality-answers", MenuButton.class).getItems().stream()
                .filter(item -> !item.isDisable())
                .toList();
    }

    private static boolean shown(StudioUnderTest studio, String selector) {
        Node node = studio.root().lookup(selector);
        return node != null && node.isVisible();
    }
}
