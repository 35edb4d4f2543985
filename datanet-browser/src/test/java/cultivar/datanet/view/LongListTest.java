package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.StoredRow;
import cultivar.ui.test.FxTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.robot.Robot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table over 5,000 rows that is given 200 of them at a time, used by keys, wheel and thumb. */
class LongListTest extends FxTest {
    private static final int ROWS = 5_000;
    private static final int GIVEN = 200;
    private static final int HEIGHT = 40;

    private final RowWindow all = new RowWindow(2 * ROWS);
    private final List<Integer> chosen = new ArrayList<>();
    private TableView<StoredRow> table;
    private LongList list;

    @BeforeEach
    void open() {
        table = onFx(() -> {
            TableView<StoredRow> view = new TableView<>();
            view.setFixedCellSize(HEIGHT);
            view.getStyleClass().add("row-table");
            TableColumn<StoredRow, String> number = new TableColumn<>("Row");
            number.setCellValueFactory(cell ->
                    new ReadOnlyStringWrapper(Long.toString(cell.getValue().id())));
            number.setPrefWidth(300);
            view.getColumns().add(number);
            view.getStylesheets().add(Styles.sheet());
            return view;
        });
        list = onFx(() -> LongList.of(table, all, GIVEN));
        onFx(() -> list.onSelect(chosen::add));
        onFx(() -> all.begin(
                LongStream.rangeClosed(1, ROWS).mapToObj(NumberedRows::row).toList()));
        show(table, 600, 500);
        settle();
        assertThat(table.getItems()).hasSize(GIVEN);
    }

    @Test
    void theWheelGoesOnOverTheBorder() {
        double step = wheel(1);
        assertThat(step).isPositive();
        for (int turns = 2; turns <= 12; turns++) {
            double before = turns == 2 ? step : place();
            assertThat(wheel(20) - before).isEqualTo(20 * step, within(1));
            assertThat(seen()).containsExactlyElementsOf(expected());
        }
        assertThat(list.place(0)).as("other rows were given").isPositive();
        double there = place();
        assertThat(wheel(-25)).isEqualTo(there - 25 * step, within(1));
        assertThat(wheel(-1000)).isZero();
        assertThat(seen()).startsWith(1L);
        assertThat(chosen).isEmpty();
    }

    @Test
    void keysGoOnOverTheBorderAndToTheEnds() {
        choose(1);
        keys(KeyCode.DOWN, 20);
        for (int i = 0; i < 14; i++) {
            keys(KeyCode.DOWN, 20);
        }
        assertSelected(301);
        assertThat(list.place(0)).as("other rows were given").isPositive();
        assertThat(chosen).containsExactlyElementsOf(upTo(300));
        press(KeyCode.END);
        assertSelected(ROWS);
        press(KeyCode.UP);
        assertSelected(ROWS - 1);
        press(KeyCode.PAGE_UP);
        press(KeyCode.PAGE_UP);
        long page = ROWS - 1 - selected();
        assertThat(page).isBetween(10L, 25L);
        press(KeyCode.HOME);
        assertSelected(1);
        for (int i = 0; i < 30; i++) {
            press(KeyCode.PAGE_DOWN);
        }
        assertThat(selected()).isGreaterThan(GIVEN);
        assertSelected(selected());
    }

    @Test
    void theThumbReachesAnyRowAndTheChoiceIsKept() {
        choose(3);
        drag(0.5);
        assertThat(seen().getFirst()).isBetween(2_300L, 2_700L);
        assertThat(seen()).containsExactlyElementsOf(expected());
        assertThat(table.getSelectionModel().getSelectedIndex()).isEqualTo(-1);
        drag(2);
        assertThat(seen()).endsWith((long) ROWS);
        drag(-2);
        assertThat(seen()).startsWith(1L);
        assertSelected(3);
        assertThat(chosen).as("looking elsewhere chooses nothing").containsExactly(2);
        drag(0.5);
        press(KeyCode.DOWN);
        assertSelected(4);
    }

    @Test
    void aClickBesideTheThumbTurnsAPage() {
        ScrollBar bar = bar();
        onFx(() -> {
            Bounds on = bar.localToScreen(bar.getBoundsInLocal());
            Robot robot = new Robot();
            robot.mouseMove(on.getCenterX(), on.getMaxY() - 20);
            robot.mouseClick(MouseButton.PRIMARY);
        });
        settle();
        assertThat(place()).isEqualTo(bar.getBlockIncrement(), within(1)).isBetween(300.0, 500.0);
        assertThat(seen()).containsExactlyElementsOf(expected());
    }

    @Test
    void whatIsInSightStaysWhenRowsLeaveAndComeElsewhere() {
        onFx(() -> list.scrollTo(2_000));
        onFx(() -> list.select(2_004));
        settle();
        assertThat(seen()).startsWith(2_001L);
        onFx(() -> all.remove(5));
        onFx(() -> all.remove(4_000));
        settle();
        assertThat(seen()).startsWith(2_001L);
        assertThat(place()).isEqualTo(1_999 * HEIGHT, within(1));
        assertSelected(2_005);
        onFx(() -> all.add(5, NumberedRows.row(6)));
        onFx(() -> all.remove(2_002));
        settle();
        assertThat(seen()).startsWith(2_001L, 2_002L, 2_004L);
        onFx(() -> all.add(2_002, NumberedRows.row(2_003)));
        onFx(() -> all.set(2_003, NumberedRows.row(9_999)));
        settle();
        assertThat(seen()).startsWith(2_001L, 2_002L, 2_003L, 9_999L);
    }

    @Test
    void manyRowsLeaveAroundThoseInSight() {
        onFx(() -> list.scrollTo(2_000));
        settle();
        for (int i = 0; i < 10; i++) {
            onFx(() -> {
                for (int k = 0; k < 20; k++) {
                    all.remove(2_003);
                }
            });
            settle();
            assertThat(seen()).startsWith(2_001L, 2_002L, 2_003L, 2_004L + 20L * (i + 1));
            assertThat(seen()).hasSizeGreaterThan(8);
        }
        press(KeyCode.END);
        onFx(() -> all.begin(List.of(NumberedRows.row(7), NumberedRows.row(8))));
        settle();
        assertThat(seen()).containsExactly(7L, 8L);
        assertThat(bar().isVisible() && bar().getParent().isVisible()).isFalse();
    }

    @Test
    void theQueueOfTheDeskGoesOnOverTheBorderToo() {
        ListView<StoredRow> queue = onFx(() -> new ListView<StoredRow>());
        onFx(() -> queue.setFixedCellSize(HEIGHT));
        LongList rows = onFx(() -> LongList.of(queue, all, GIVEN));
        show(queue, 600, 500);
        onFx(() -> rows.select(0));
        onFx(queue::requestFocus);
        for (int i = 0; i < 15; i++) {
            keys(KeyCode.DOWN, 20);
        }
        assertThat(rows.place(0)).as("other rows were given").isPositive();
        assertThat(shown(queue)).isEqualTo(301);
        for (long number : new long[] {4_000, 20, ROWS}) {
            onFx(() -> rows.select((int) number - 1));
            onFx(() -> rows.scrollTo((int) number - 2));
            settle();
            assertThat(shown(queue)).isEqualTo(number);
        }
        press(KeyCode.HOME);
        assertThat(shown(queue)).isEqualTo(1);
    }

    /** The number of the row that is selected, where a cell in sight shows it so. */
    private static long shown(ListView<StoredRow> queue) {
        return onFx(() -> queue.lookupAll(".list-cell").stream()
                .map(ListCell.class::cast)
                .filter(cell -> cell.isVisible() && cell.isSelected() && cell.getItem() != null)
                .mapToLong(cell -> ((StoredRow) cell.getItem()).id())
                .sum());
    }

    private static org.assertj.core.data.Offset<Double> within(double pixels) {
        return org.assertj.core.api.Assertions.within(pixels);
    }

    private static List<Integer> upTo(int last) {
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place <= last; place++) {
            places.add(place);
        }
        return places;
    }

    /** Clicks the row of a number, which is in sight. */
    private void choose(long number) {
        click(onFx(() -> rows().stream()
                .filter(row -> row.getItem().id() == number)
                .findFirst()
                .orElseThrow()));
        assertSelected(number);
    }

    private void keys(KeyCode key, int times) {
        onFx(() -> {
            Robot robot = new Robot();
            for (int i = 0; i < times; i++) {
                robot.keyPress(key);
                robot.keyRelease(key);
            }
        });
        settle();
    }

    /** Turns the wheel over the table and returns the place, in pixels. */
    private double wheel(int clicks) {
        onFx(() -> {
            Bounds on = table.localToScreen(table.getBoundsInLocal());
            Robot robot = new Robot();
            robot.mouseMove(on.getCenterX(), on.getCenterY());
            for (int i = 0; i < Math.abs(clicks); i++) {
                robot.mouseWheel(Integer.signum(clicks));
            }
        });
        settle();
        return place();
    }

    /** Drags the thumb by a part of its way; the headless robot moves without a button held. */
    private void drag(double by) {
        onFx(() -> {
            ScrollBar bar = bar();
            Node thumb = bar.lookup(".thumb");
            Bounds from = thumb.localToScene(thumb.getBoundsInLocal());
            double length = bar.getHeight() - from.getHeight();
            mouse(MouseEvent.MOUSE_PRESSED, thumb, from.getCenterX(), from.getCenterY());
            for (int i = 1; i <= 10; i++) {
                mouse(MouseEvent.MOUSE_DRAGGED, thumb, from.getCenterX(), from.getCenterY() + by * length * i / 10);
            }
            mouse(MouseEvent.MOUSE_RELEASED, thumb, from.getCenterX(), from.getCenterY() + by * length);
        });
        settle();
    }

    private static void mouse(EventType<MouseEvent> type, Node on, double x, double y) {
        boolean held = type != MouseEvent.MOUSE_RELEASED;
        Event.fireEvent(
                on,
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        held,
                        false,
                        false,
                        false,
                        false,
                        true,
                        null));
    }

    private ScrollBar bar() {
        return find(table, ".place-bar", ScrollBar.class);
    }

    private double place() {
        return onFx(() -> bar().getValue());
    }

    private List<TableRow<StoredRow>> rows() {
        List<TableRow<StoredRow>> rows = new ArrayList<>();
        for (Node node : table.lookupAll(".table-row-cell")) {
            @SuppressWarnings("unchecked")
            TableRow<StoredRow> row = (TableRow<StoredRow>) node;
            if (row.isVisible() && row.getItem() != null) {
                rows.add(row);
            }
        }
        rows.sort(Comparator.comparingDouble(Node::getLayoutY));
        return rows;
    }

    /** The numbers that the table shows, from above. */
    private List<Long> seen() {
        return onFx(() -> rows().stream().map(row -> row.getItem().id()).toList());
    }

    /** Those that are to be seen at the place that the scroll bar shows. */
    private List<Long> expected() {
        long first = (long) (place() / HEIGHT) + 1;
        return LongStream.range(first, first + seen().size()).boxed().toList();
    }

    private long selected() {
        return onFx(() -> {
            StoredRow row = table.getSelectionModel().getSelectedItem();
            return row == null ? 0L : row.id();
        });
    }

    private void assertSelected(long number) {
        assertThat(selected()).isEqualTo(number);
        assertThat(seen()).contains(number);
    }
}
