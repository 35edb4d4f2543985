package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.Bytes32;
import cultivar.datanet.SignalValue;
import cultivar.datanet.StoredRow;
import cultivar.datanet.quality.QualityWords;
import cultivar.datanet.quality.Signal;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.Screenshots;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.controlsfx.control.RangeSlider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was planted in a demo datanet is found, filtered and shown with its reason. */
class QualityPaneTest extends StoreFxTest {
    private static final String NET = "move-questions";

    @BeforeEach
    void fill() {
        var _ = store.installDemos();
    }

    @Test
    void plantedBlemishesAreFoundFilteredAndShown() {
        DatanetScreen screen = page();
        choose(Signal.PERSONAL_DATA);
        waitFor("nothing is measured yet", () -> screen.signals().spread().get() == null);
        settle();
        Screenshots.take(window, "quality-unmeasured");
        onFx(find(window, ".quality-check", Button.class)::fire);
        waitFor("the check begins", () -> screen.signals().checking().get() != null);
        waitFor("the check ends", () -> screen.signals().checking().get() == null);
        waitFor("the spread shows", () -> screen.signals().spread().get() != null);
        settle();
        Accessibility.assertAccessible(window);
        narrow(0.9);
        waitFor("one row is left", () -> screen.model().matching().get() == 1);
        StoredRow address = screen.model().rows().getFirst();
        assertThat(address.contribution().toString()).contains("someone@example.org");
        waitFor(
                "its reason is read",
                () -> screen.signals().of(address).stream()
                        .anyMatch(value -> value.reason().contains("e-mail")));
        settle();
        Screenshots.take(window, "quality-personal-data");

        choose(Signal.DUPLICATE);
        waitFor("the spread shows", () -> screen.signals().spread().get() != null);
        assertThat(screen.model().matching().get()).as("filters combine").isOne();
        click(find(window, ".quality-chip", Button.class));
        waitFor("the filter is gone", () -> screen.model().matching().get() > 100);
        narrow(0.9);
        waitFor(
                "copies are left",
                () -> screen.model().matching().get() > 1
                        && screen.model().matching().get() <= 16);
        settle();
        assertThat(find(window, ".quality-chip", Button.class).getText())
                .as("no copy is counted in parts")
                .isEqualTo("Copies: 1 to 1");
        Screenshots.take(window, "quality-copies");

        long copies = screen.model().matching().get();
        TableView<?> table = find(window, ".row-table", TableView.class);
        assertThat(shownSignals(table)).containsExactly("personal-data", "duplicate");
        onFx(() -> sort(table, Signal.DUPLICATE));
        waitFor("rows are sorted", () -> screen.model().rows().size() == copies);
        settle();
        assertThat(screen.model().rows().ids())
                .isEqualTo(store.signals().sorted(NET, screen.model().filter().get(), Signal.DUPLICATE.stored(), true));
        onFx(() -> table.getSortOrder().clear());

        choose(Signal.LABEL);
        waitFor("the spread shows", () -> screen.signals().spread().get() != null);
        settle();
        Screenshots.take(window, "quality-labels");
        onFx(() -> find(window, ".quality-choice", ComboBox.class)
                .getSelectionModel()
                .selectFirst());
        click(find(window, ".quality-chip", Button.class));
        waitFor(
                "all rows are back",
                () -> screen.model().filter().get().signals().isEmpty());
        settle();
        assertThat(settings.get().columns())
                .as("columns are kept")
                .containsExactlyInAnyOrder("personal-data", "duplicate", "label");
        // The picture is higher than the window and shows more rows.
        List<StoredRow> shown = onFx(() -> List.copyOf(screen.model().rows().subList(0, 20)));
        waitFor(
                "they are read",
                () -> shown.stream().noneMatch(row -> screen.signals().of(row).isEmpty()));
        settle();
        Screenshots.take(window, "quality-columns");
        Accessibility.assertAccessible(window);
    }

    @Test
    void everyKindOfBlemishIsABadgeWithItsReason() {
        DatanetScreen screen = page();
        onFx(find(window, ".quality-check", Button.class)::fire);
        waitFor("the check begins", () -> screen.signals().checking().get() != null);
        waitFor("the check ends", () -> screen.signals().checking().get() == null);
        assertThat(valuesOfCounts())
                .as("what is counted comes in whole numbers")
                .isNotEmpty()
                .allSatisfy(value -> assertThat(value).isEqualTo(Math.rint(value)));
        List<Bytes32> copied = copied();
        assertThat(copied).hasSize(4);

        assertThat(shown(screen, Signal.PERSONAL_DATA, row -> true)).contains("e-mail");
        assertThat(shown(
                        screen,
                        Signal.DUPLICATE,
                        row -> copied.contains(row.contribution().textHash())))
                .isNotBlank();
        assertThat(shown(screen, Signal.LABEL, row -> true)).isNotBlank();
        Accessibility.assertAccessible(window);
    }

    private List<Double> valuesOfCounts() {
        List<String> counts = Stream.of(Signal.values())
                .filter(Signal::counted)
                .map(Signal::id)
                .toList();
        try (Stream<StoredRow> rows =
                store.rows(store.get(NET).latest().orElseThrow().ref())) {
            return store.signals().of(rows.map(StoredRow::contentHash).toList()).values().stream()
                    .flatMap(List::stream)
                    .filter(value -> counts.contains(value.signal().name()))
                    .map(SignalValue::value)
                    .toList();
        }
    }

    /** The texts that more than one row of the datanet has, to the letter. */
    private List<Bytes32> copied() {
        try (Stream<StoredRow> rows =
                store.rows(store.get(NET).latest().orElseThrow().ref())) {
            return rows
                    .collect(Collectors.groupingBy(row -> row.contribution().textHash(), Collectors.counting()))
                    .entrySet()
                    .stream()
                    .filter(text -> text.getValue() > 1)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /** Sorts by a signal, selects the first flagged row of a kind, and returns the reason that stands by its badge. */
    private String shown(DatanetScreen screen, Signal signal, Predicate<StoredRow> kind) {
        choose(signal);
        waitFor("the spread shows", () -> screen.signals().spread().get() != null);
        List<Long> sorted = store.signals()
                .sorted(NET, screen.model().filter().get(), signal.stored(), true)
                .subList(0, 12);
        TableView<?> table = find(window, ".row-table", TableView.class);
        onFx(() -> sort(table, signal));
        waitFor(
                "rows are sorted",
                () -> screen.model().rows().size() > 12
                        && sorted.equals(screen.model().rows().ids().subList(0, 12)));
        settle();
        AtomicReference<String> reason = new AtomicReference<>("");
        waitFor("the row is there", () -> {
            for (int i = 0; i < 12; i++) {
                StoredRow row = screen.model().rows().get(i);
                String found = row == null ? "" : reason(screen, row, signal);
                if (!found.isEmpty() && kind.test(row)) {
                    screen.select(i);
                    reason.set(found);
                    return true;
                }
            }
            return false;
        });
        String title = new QualityWords().title(signal);
        String why = Objects.requireNonNull(reason.get());
        waitFor("the badge and its reason show", () -> detail(title) && detail(why));
        settle();
        Screenshots.take(window, "blemish-" + signal.id());
        return why;
    }

    private static String reason(DatanetScreen screen, StoredRow row, Signal signal) {
        return screen.signals().of(row).stream()
                .filter(value -> value.signal().name().equals(signal.id()))
                .map(SignalValue::reason)
                .findFirst()
                .orElse("");
    }

    private boolean detail(String text) {
        return window.lookup(".row-detail").lookupAll(".label").stream()
                .anyMatch(node -> node instanceof Label label && text.equals(label.getText()));
    }

    private static List<String> shownSignals(TableView<?> table) {
        return table.getVisibleLeafColumns().stream()
                .filter(column -> column.getUserData() instanceof Signal)
                .map(column -> ((Signal) column.getUserData()).id())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static <S> void sort(TableView<S> table, Signal signal) {
        TableColumn<S, ?> column = table.getColumns().stream()
                .filter(each -> signal.equals(each.getUserData()))
                .findFirst()
                .orElseThrow();
        column.setSortType(TableColumn.SortType.DESCENDING);
        table.getSortOrder().setAll(List.of(column));
    }

    @Test
    void aCheckCanBeStopped() {
        DatanetScreen screen = page();
        onFx(() -> {
            find(window, ".quality-check", Button.class).fire();
            find(window, ".quality-stop", Button.class).fire();
        });
        waitFor("the check ends", () -> screen.signals().checking().get() == null);
        settle();
        assertThat(find(window, ".quality-check", Button.class).isVisible()).isTrue();
    }

    private void choose(Signal signal) {
        onFx(() -> {
            @SuppressWarnings("unchecked")
            ComboBox<Signal> choice = find(window, ".quality-choice", ComboBox.class);
            choice.setValue(signal);
        });
    }

    /** Shows the rows whose values are in the upper part of the range only. */
    private void narrow(double from) {
        waitFor("the slider is there", () -> window.lookup(".quality-range") != null);
        onFx(() -> {
            RangeSlider slider = find(window, ".quality-range", RangeSlider.class);
            slider.setLowValueChanging(true);
            slider.setLowValue(slider.getMin() + from * (slider.getMax() - slider.getMin()) / 2);
            slider.setLowValueChanging(false);
        });
    }

    private DatanetScreen page() {
        DatanetServices services =
                TestServices.with(store, tasks, window).desk(settings).build();
        DatanetScreen screen = new DatanetScreen(services, NET, RowFilter.all(), () -> {}, version -> {}, queue -> {});
        onFx(() -> host.getChildren().setAll(Lifecycle.host(screen)));
        show(window, 1000, 700);
        waitFor("the datanet is read", () -> screen.model().state().get() == ScreenState.READY);
        onFx(() ->
                find(window, ".datanet-tabs", TabPane.class).getSelectionModel().select(1));
        settle();
        return screen;
    }
}
