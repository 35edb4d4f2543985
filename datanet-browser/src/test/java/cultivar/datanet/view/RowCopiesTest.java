package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.ReviewState;
import cultivar.datanet.RowEdit;
import cultivar.datanet.StoredRow;
import cultivar.datanet.measure.SignalKeeper;
import cultivar.datanet.measure.StoredQualityRows;
import cultivar.datanet.quality.QualityCheck;
import cultivar.datanet.quality.QualityListener;
import cultivar.datanet.quality.QualityReport;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.dialog.Notice;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.Screenshots;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies that a check found are shown as one row, compared, and decided about together. */
class RowCopiesTest extends StoreFxTest {
    private static final String NET = "move-questions";

    private final List<Notice> notices = new CopyOnWriteArrayList<>();
    private long hidden;
    private long most;
    private int others;
    private long alone;

    @BeforeEach
    void fill() {
        var _ = store.installDemos();
        try (SignalKeeper keeper = new SignalKeeper(store, new QualityReport(1))) {
            assertThat(new QualityCheck().run(new StoredQualityRows(store, NET), keeper, QualityListener.NONE))
                    .isTrue();
            keeper.keepCopies(NET);
        }
        List<Long> shown = store.copies().ids(NET, RowFilter.all());
        hidden = store.count(NET, RowFilter.all()) - shown.size();
        Map<Long, Integer> counts = store.copies().counts(shown);
        Map.Entry<Long, Integer> largest = counts.entrySet().stream()
                .max(Comparator.comparing(Map.Entry<Long, Integer>::getValue).thenComparing(Map.Entry::getKey))
                .orElseThrow();
        most = largest.getKey();
        others = largest.getValue();
        alone = shown.stream()
                .filter(row -> !counts.containsKey(row))
                .findFirst()
                .orElseThrow();
    }

    private DatanetServices services() {
        return TestServices.with(store, tasks, window)
                .notifications(notices::add)
                .build();
    }

    private void showScreen(Screen screen) {
        onFx(() -> host.getChildren().setAll(Lifecycle.host(screen)));
        show(window, 1000, 700);
    }

    private long rejected() {
        return store.count(NET, RowFilter.all().withState(ReviewState.REJECTED));
    }

    private void sheet() {
        waitFor("the sheet is there", () -> window.lookup(".copies-keep") != null);
        settle();
        List<Node> keeps = onFx(() -> List.copyOf(window.lookupAll(".copies-keep")));
        assertThat(keeps).hasSize(Math.min(others + 1, CopiesSheet.SHOWN));
        assertThat(window.lookupAll(".copies-own")).isNotEmpty();
    }

    @Test
    void copiesAreOneRowAndAreDecidedAboutTogether() {
        DatanetScreen screen =
                new DatanetScreen(services(), NET, RowFilter.all(), () -> {}, version -> {}, queue -> {});
        showScreen(screen);
        waitFor("the datanet is read", () -> screen.model().state().get() == ScreenState.READY);
        onFx(() ->
                find(window, ".datanet-tabs", TabPane.class).getSelectionModel().select(1));
        settle();
        long all = screen.model().matching().get();
        click(find(window, ".copies-as-one", CheckBox.class));
        waitFor("copies are one", () -> screen.model().rows().size() == all - hidden);
        assertThat(screen.model().matching().get()).isEqualTo(all - hidden);
        TableView<?> table = find(window, ".row-table", TableView.class);
        onFx(() -> {
            int place = screen.model().rows().place(most);
            table.scrollTo(Math.max(0, place - 2));
            table.getSelectionModel().clearAndSelect(place);
        });
        waitFor("the row says so", () -> !open(most).isEmpty());
        settle();
        Screenshots.take(window, "copies-rows");
        Accessibility.assertAccessible(window);
        click(open(most).getFirst());
        sheet();
        Screenshots.take(window, "copies-sheet");
        Accessibility.assertAccessible(window);
        List<Long> group = store.copies().of(most);
        click(List.copyOf(window.lookupAll(".copies-keep")).get(1));
        waitFor("the others are rejected", () -> rejected() == others);
        List<StoredRow> left = store.rows(group).stream()
                .filter(row -> row.state() != ReviewState.REJECTED)
                .toList();
        assertThat(left).singleElement().matches(row -> row.id() == group.get(1));
        waitFor(
                "the list shows the one that is left",
                () -> screen.model().rows().place(group.get(1)) >= 0);
        assertThat(screen.model().rows().size()).isEqualTo((int) (all - hidden));
        waitFor("it is told", () -> !notices.isEmpty());
        Notice told = notices.getFirst();
        assertThat(told.action()).isEqualTo("Undo");
        store.curation().apply(NET, List.of(alone), RowEdit.reject("spam"), DatanetStore.OWNER);
        onFx(() -> Objects.requireNonNull(told.onAction()).run());
        waitFor("all are back", () -> rejected() == 1);
        assertThat(store.rows(List.of(alone)).getFirst().state())
                .as("what was done since stays")
                .isEqualTo(ReviewState.REJECTED);
    }

    /** The button of a row, while the row is in sight. */
    private List<Button> open(long row) {
        return window.lookupAll(".copies-open").stream()
                .map(Button.class::cast)
                .filter(button -> button.getScene() != null
                        && button.getAccessibleText() != null
                        && button.getAccessibleText().contains("row " + row + " "))
                .toList();
    }

    @Test
    void theDeskShowsCopiesAsOneAndTakesTheStepBack() {
        DeskScreen screen = new DeskScreen(services(), NET, RowFilter.all(), () -> {});
        showScreen(screen);
        waitFor("the desk is read", () -> screen.model().state().get() == ScreenState.READY);
        settle();
        click(find(window, ".copies-as-one", CheckBox.class));
        long all = store.count(NET, RowFilter.all());
        waitFor("copies are one", () -> screen.model().rows().size() == all - hidden);
        onFx(() -> screen.select(screen.model().rows().place(most)));
        waitFor(
                "the row can be compared",
                () -> find(window, ".row-compare", Button.class).isVisible());
        settle();
        Screenshots.take(window, "copies-desk", 1000, 700);
        click(find(window, ".row-compare", Button.class));
        sheet();
        click(find(window, ".copies-keep", Button.class));
        waitFor("the others are rejected", () -> rejected() == others);
        onFx(() -> screen.steps().undo());
        waitFor("all are back", () -> rejected() == 0);
    }

    @Test
    void aRowWhoseOnlyCopyWasRejectedIsNotComparedAnyMore() {
        long first = store.copies().counts(store.copies().ids(NET, RowFilter.all())).entrySet().stream()
                .filter(entry -> entry.getValue() == 1)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        long second = store.copies().of(first).getLast();
        DeskScreen screen = new DeskScreen(services(), NET, RowFilter.all(), () -> {});
        showScreen(screen);
        waitFor("all rows are listed", () -> screen.model().rows().place(second) >= 0);
        Button compare = find(window, ".row-compare", Button.class);
        onFx(() -> screen.select(screen.model().rows().place(first)));
        waitFor("it can be compared", compare::isVisible);
        onFx(() -> screen.select(screen.model().rows().place(second)));
        waitFor("the copy is looked at", () -> shows(screen, second));
        onFx(() -> screen.steps().reject());
        waitFor("the copy is rejected", () -> rejected() == 1);
        onFx(() -> screen.select(screen.model().rows().place(first)));
        waitFor("the row is looked at", () -> shows(screen, first));
        waitFor("it has no copy any more", () -> !compare.isVisible());
    }

    private static boolean shows(DeskScreen screen, long id) {
        StoredRow row = screen.model().selected().get();
        return row != null && row.id() == id;
    }
}
