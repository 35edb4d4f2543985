package cultivar.ui.control;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.test.FxTest;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.image.PixelReader;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;

/** Tables as the theme dresses them. */
class TablesTest extends FxTest {
    private final TableView<String> table = onFx(() -> new TableView<>());
    private final StackPane page = onFx(() -> new StackPane(table));

    @Test
    void rowsLeaveTheRoundCornersOpen() {
        fill();
        onFx(() -> page.setStyle("-fx-background-color: #ff0000; -fx-padding: 20px;"));
        show(page, 400, 320);
        assertThat(bottomCorners()).as("ordinary rows").containsOnly(Color.RED);
        onFx(() -> {
            Node flow = table.lookup(".virtual-flow");
            Bounds below = flow.localToScene(flow.getBoundsInLocal());
            int last = table.lookupAll(".table-row-cell").stream()
                    .filter(row -> row.localToScene(row.getBoundsInLocal()).getMaxY() <= below.getMaxY() + 1)
                    .map(row -> ((TableRow<?>) row).getIndex())
                    .max(Integer::compare)
                    .orElseThrow();
            table.getSelectionModel().select(last);
        });
        settle();
        assertThat(bottomCorners()).as("the last row in sight is selected").containsOnly(Color.RED);
    }

    /** Two points at the bottom that the border goes around. */
    private List<Color> bottomCorners() {
        return onFx(() -> {
            PixelReader pixels = page.getScene().snapshot(null).getPixelReader();
            Bounds at = table.localToScene(table.getLayoutBounds());
            int y = (int) at.getMaxY() - 2;
            return List.of(pixels.getColor((int) at.getMinX() + 1, y), pixels.getColor((int) at.getMaxX() - 2, y));
        });
    }

    private void fill() {
        onFx(() -> {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                rows.add("row " + i);
            }
            table.setItems(FXCollections.observableArrayList(rows));
            TableColumn<String, String> column = new TableColumn<>("Row");
            column.setCellValueFactory(cell -> new SimpleStringProperty(cell.getValue()));
            table.getColumns().add(column);
            table.setFixedCellSize(40);
        });
    }
}
