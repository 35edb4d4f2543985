package cultivar.ui.control;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.test.FxTest;
import java.util.List;
import java.util.Objects;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;

/** What a table's headings tell. */
class HeadingsTest extends FxTest {
    private static final String LONG = "How little the question helps";

    private final TableView<String> table = onFx(() -> new TableView<>());
    private final StackPane page = onFx(() -> new StackPane(table));

    @Test
    void aHeadingThatIsCutTellsItsWholeTextUnderThePointer() {
        onFx(() -> {
            for (String title : List.of(LONG, "Row")) {
                table.getColumns().add(new TableColumn<String, String>(title));
            }
            Headings.tellCut(table);
            table.getColumns().getFirst().setMaxWidth(90);
        });
        show(page, 400, 320);
        Label cut = heading(LONG);
        enter(cut);
        assertThat(onFx(() -> Objects.requireNonNull(cut.getTooltip()).getText()))
                .isEqualTo(LONG);
        enter(heading("Row"));
        assertThat(heading("Row").getTooltip()).isNull();

        onFx(() -> {
            table.getColumns().getFirst().setMaxWidth(300);
            table.getColumns().getFirst().setMinWidth(300);
        });
        settle();
        enter(cut);
        assertThat(cut.getTooltip()).as("there is room for it now").isNull();
    }

    private Label heading(String title) {
        return onFx(() -> table.lookupAll(".column-header > .label").stream()
                .map(Label.class::cast)
                .filter(label -> title.equals(label.getText()))
                .findFirst()
                .orElseThrow());
    }

    private static void enter(Node node) {
        onFx(() -> Event.fireEvent(
                node,
                new MouseEvent(
                        MouseEvent.MOUSE_ENTERED_TARGET,
                        1,
                        1,
                        1,
                        1,
                        MouseButton.NONE,
                        0,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        null)));
    }
}
