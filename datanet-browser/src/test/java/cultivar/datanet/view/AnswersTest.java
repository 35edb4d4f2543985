package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.ask.LocalModels;
import cultivar.datanet.ask.OneModel;
import cultivar.datanet.ask.ScriptedModel;
import cultivar.datanet.quality.AnswerSignal;
import cultivar.datanet.quality.Measure;
import cultivar.datanet.quality.QualityWords;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.Screenshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model is asked about a datanet's answers in the window, and what it says is a column, a histogram and badges. */
class AnswersTest extends StoreFxTest {
    private static final String NET = "move-questions";

    @BeforeEach
    void fill() {
        var _ = store.installDemos();
    }

    @Test
    void whatAModelThinksOfAnswersIsAColumnAHistogramAndABadge() {
        DatanetScreen screen = page(new OneModel(new ScriptedModel(0)));
        waitFor("the models are read", () -> items().size() == 1);
        assertThat(items().getFirst().getText()).isEqualTo("Measure answers by scripted");
        onFx(() -> items().getFirst().fire());
        waitFor("it begins", () -> screen.signals().checking().get() != null);
        waitFor("it ends", () -> screen.signals().checking().get() == null);
        waitFor("the spread shows", () -> screen.signals().spread().get() != null);

        Measure measure = screen.signals().chosen().get();
        assertThat(measure).isInstanceOfSatisfying(AnswerSignal.class, answer -> {
            assertThat(answer.kind()).isEqualTo(AnswerSignal.Kind.DIFFICULTY);
            assertThat(answer.by()).isEqualTo("scripted");
        });
        settle();
        assertThat(columns()).contains(measure);
        assertThat(settings.get().columns())
                .contains(Objects.requireNonNull(measure).id());
        waitFor("its rows are read", () -> screen.model().rows().getFirst() != null);
        onFx(() -> screen.select(0));
        String title = new QualityWords().title(measure);
        waitFor("the badge and its reason show", () -> detail(title) && detail("does not make this answer"));
        onFx(() -> screen.signals().choose(answer(screen, AnswerSignal.Kind.LOSS)));
        waitFor("the spread shows", () -> screen.signals().spread().get() != null);
        settle();
        Screenshots.take(window, "quality-answers");
        Screenshots.take(window, "quality-answers-wide", 1072, 680);
        TableView<?> table = find(window, ".row-table", TableView.class);
        assertThat(table.getColumns().subList(1, 3))
                .as("question and answer beside the signals in a window of 1000 pixels")
                .allSatisfy(column -> assertThat(column.getWidth()).isGreaterThanOrEqualTo(50));
        Accessibility.assertAccessible(window);

        DatanetScreen again = page(LocalModels.NONE);
        waitFor(
                "what was measured is known again",
                () -> again.signals().columns().contains(measure));
        assertThat(items()).singleElement().satisfies(item -> {
            assertThat(item.getText()).isEqualTo("There is no base model on this machine");
            assertThat(item.isDisable()).isTrue();
        });
    }

    @Test
    void whileAModelReadsItsProgressShowsAndItCanBeStopped() {
        HeldModel model = new HeldModel(2);
        DatanetScreen screen = page(new OneModel(model));
        waitFor("the models are read", () -> items().size() == 1);
        onFx(() -> items().getFirst().fire());
        try {
            model.awaitHeld();
            ProgressBar progress = find(window, ".quality-pane .progress-bar", ProgressBar.class);
            waitFor("a part is done", () -> progress.isVisible() && progress.getProgress() > 0);
            assertThat(progress.getProgress()).isLessThan(1);
            assertThat(find(window, ".quality-check", Button.class).isVisible()).isFalse();
            settle();
            Screenshots.take(window, "quality-running", 1000, 700);
            Accessibility.assertAccessible(window);
            onFx(find(window, ".quality-stop", Button.class)::fire);
        } finally {
            model.goOn();
        }
        waitFor("it ends", () -> screen.signals().checking().get() == null);
        settle();
        assertThat(find(window, ".quality-check", Button.class).isVisible()).isTrue();
    }

    private Measure answer(DatanetScreen screen, AnswerSignal.Kind kind) {
        return screen.signals().measures().stream()
                .filter(measure -> measure instanceof AnswerSignal answer && answer.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private List<MenuItem> items() {
        return find(window, ".quality-answers", MenuButton.class).getItems();
    }

    private List<Object> columns() {
        TableView<?> table = find(window, ".row-table", TableView.class);
        List<Object> shown = new ArrayList<>();
        table.getVisibleLeafColumns().forEach(column -> shown.add(column.getUserData()));
        return shown;
    }

    private boolean detail(String text) {
        return window.lookup(".row-detail").lookupAll(".label").stream()
                .anyMatch(node -> node instanceof Label label && label.getText().contains(text));
    }

    private DatanetScreen page(LocalModels models) {
        DatanetServices services = TestServices.with(store, tasks, window)
                .desk(settings)
                .models(models)
                .build();
        DatanetScreen screen = new DatanetScreen(services, NET, RowFilter.all(), () -> {}, version -> {}, queue -> {});
        onFx(() -> host.getChildren().setAll(Lifecycle.host(screen)));
        if (window.getScene() == null) {
            show(window, 1000, 700);
        }
        waitFor("the datanet is read", () -> screen.model().state().get() == ScreenState.READY);
        onFx(() ->
                find(window, ".datanet-tabs", TabPane.class).getSelectionModel().select(1));
        settle();
        return screen;
    }
}
