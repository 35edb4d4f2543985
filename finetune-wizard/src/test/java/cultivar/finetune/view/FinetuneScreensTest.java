package cultivar.finetune.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.DatanetVersionRef;
import cultivar.finetune.DataCheck;
import cultivar.finetune.Recipe;
import cultivar.finetune.RecipeField;
import cultivar.finetune.Run;
import cultivar.finetune.RunPhase;
import cultivar.finetune.RunService;
import cultivar.finetune.RunStore;
import cultivar.finetune.Studio;
import cultivar.runtime.job.Jobs;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.task.SingleWorker;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import cultivar.ui.test.Screenshots;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The screens in a real window, over the real engine and a real store. */
class FinetuneScreensTest extends FxTest {
    @TempDir
    Path home;

    private Studio studio;
    private SingleWorker worker;
    private RunService runs;
    private FxTaskRunner tasks;
    private OverlayPane window;
    private final StackPane host = new StackPane();
    private final List<String> left = new ArrayList<>();

    @BeforeEach
    void start() {
        studio = new Studio(home);
        worker = new SingleWorker("training");
        runs = new RunService(new RunStore(home), studio, studio::datanets, studio.jobs(), worker);
        tasks = onFx(() -> new FxTaskRunner());
        window = onFx(() -> new OverlayPane(host));
    }

    @AfterEach
    void stop() {
        onFx(() -> host.getChildren().clear());
        runs.close(Jobs.OnClose.PAUSE);
        worker.close();
        onFx(tasks::close);
        studio.close();
    }

    private FinetuneServices services() {
        return new FinetuneServices(runs, studio.datanets(), tasks, window.dialogs(), window.notifications());
    }

    private WaysOut waysOut() {
        return new WaysOut(
                () -> left.add("datanets"),
                () -> left.add("models"),
                () -> left.add("build"),
                id -> left.add("run " + id),
                folder -> left.add("chat " + folder.getFileName()),
                folder -> left.add("publish " + folder.getFileName()),
                folder -> left.add("export " + folder.getFileName()));
    }

    private <S extends Screen> S showScreen(S screen) {
        onFx(() -> host.getChildren().setAll(Lifecycle.host(screen)));
        if (window.getScene() == null) {
            show(window, 1000, 700);
        }
        settle();
        return screen;
    }

    private WizardScreen wizard(DatanetVersionRef... chosen) {
        WizardScreen screen = showScreen(new WizardScreen(services(), waysOut(), List.of(chosen)));
        waitFor("the datanets are read", () -> screen.model().state().get() != ScreenState.LOADING);
        settle();
        return screen;
    }

    private void picture(String name) {
        settle();
        Screenshots.take(window, name);
        Screenshots.take(window, name + "-narrow", 1072, 680);
    }

    private Button button(String selector) {
        return find(window, selector, Button.class);
    }

    @Test
    void fromDataToAComparedAdapter() {
        studio.withColours();
        WizardScreen screen = wizard();
        picture("build-data-empty");
        assertThat(button(".wizard-next").isDisabled()).isTrue();
        click(find(window, ".data-card", Node.class));
        waitFor("the rows are counted", () -> screen.model().checkState().get() == ScreenState.READY);
        assertThat(screen.model().check().get()).isNotNull().satisfies(check -> {
            assertThat(check.counts().rows()).isEqualTo(40);
            assertThat(check.heldOut()).isEqualTo(8);
        });
        picture("build-data");
        Accessibility.assertAccessible(window);

        click(button(".wizard-next"));
        picture("build-recipe");
        Accessibility.assertAccessible(window);
        assertThat(screen.model().draft().text(RecipeField.OUT).get()).isEqualTo("colours");
        onFx(() -> find(window, ".recipe-advanced", TitledPane.class).setExpanded(true));
        picture("build-recipe-advanced");
        Accessibility.assertAccessible(window);
        onFx(() -> find(window, ".recipe-advanced", TitledPane.class).setExpanded(false));

        TextField rank = find(window, ".field-rank", TextField.class);
        onFx(() -> rank.setText("0"));
        assertThat(button(".wizard-start").isDisabled()).isTrue();
        assertThat(screen.model().draft().error(RecipeField.RANK).get())
                .isEqualTo("Rank must be a whole number from 1 to 1024, not 0.");
        picture("build-recipe-wrong");
        click(find(window, ".preset-quick", ToggleButton.class));
        assertThat(rank.getText()).isEqualTo("8");
        onFx(() -> {
            find(window, ".field-steps", TextField.class).setText("120");
            screen.model().draft().text(RecipeField.BATCH).set("8");
            screen.model().draft().text(RecipeField.VALIDATION).set("held-out");
        });
        settle();
        click(button(".wizard-start"));
        waitFor("the run is shown", () -> screen.model().run().get() != null);
        RunScreen run = onFx(() -> screen.model().run().get());
        waitFor("some steps are made", () -> run.model().steps().size() > 30);
        picture("run-live");
        Accessibility.assertAccessible(window);
        waitFor("the run ends", () -> {
            Run now = run.model().run().get();
            return now != null && now.phase() == RunPhase.FINISHED;
        });
        picture("run-finished");
        assertThat(onFx(() -> window.lookupAll(".stat-tile > .stat-value").stream()
                        .map(value -> ((Label) value).getText())
                        .filter(text -> !text.isBlank())
                        .count()))
                .as("every tile has its number, with help or without")
                .isEqualTo(window.lookupAll(".stat-tile").size());
        assertThat(run.model().steps()).hasSize(120);
        assertThat(run.model().validation()).isNotEmpty();

        onFx(run::evaluate);
        picture("run-comparing");
        waitFor("the comparison is made", () -> {
            Run now = run.model().run().get();
            return now != null
                    && now.evaluation() != null
                    && run.model().evaluation().get() == null;
        });
        picture("run-compared");
        Accessibility.assertAccessible(window);
        onFx(run::chat);
        onFx(run::publish);
        click(button(".result-export"));
        assertThat(left).containsExactly("chat colours", "publish colours", "export colours");
    }

    private void confirm(String picture) {
        settle();
        picture(picture);
        Accessibility.assertAccessible(window);
        click(onFx(
                () -> find(window, ".dialog-buttons", HBox.class).getChildren().getLast()));
    }

    private static RunPhase phase(RunScreen screen) {
        Run now = screen.model().run().get();
        return now == null ? RunPhase.QUEUED : now.phase();
    }

    @Test
    void aRunIsPausedResumedEndedEarlyAndDiscarded() {
        studio.withColours();
        Recipe recipe = studio.recipe("long").with(RecipeField.STEPS, 40_000);
        String id = runs.submit(recipe).id();
        RunScreen screen = showScreen(new RunScreen(services(), waysOut(), id, () -> left.add("back")));
        waitFor("some steps are made", () -> screen.model().steps().size() > 10);
        picture("run-running");
        onFx(screen::pause);
        waitFor("the run pauses", () -> phase(screen) == RunPhase.PAUSED);
        picture("run-paused");
        Accessibility.assertAccessible(window);
        int made = onFx(() -> screen.model().steps().size());
        onFx(screen::resume);
        waitFor("it goes on", () -> screen.model().steps().size() > made);

        String second = runs.submit(recipe.with(RecipeField.OUT, "second")).id();
        String third = runs.submit(recipe.with(RecipeField.OUT, "third")).id();
        waitFor("they wait", () -> runs.queue().size() == 3);
        RunsScreen queue = showScreen(new RunsScreen(services(), waysOut()));
        waitFor("the runs are read", () -> queue.model().rows().size() == 3);
        picture("runs-queue");
        Accessibility.assertAccessible(window);
        onFx(() -> queue.move(queue.model().rows().getFirst(), -1));
        waitFor("it is moved", () -> runs.queue().equals(List.of(id, third, second)));
        RunScreen waiting = showScreen(new RunScreen(services(), waysOut(), second, () -> left.add("back")));
        waitFor("it is read", () -> waiting.model().place().get() == 2);
        picture("run-queued");
        onFx(waiting::discard);
        confirm("run-discard-question");
        waitFor("it is gone and leads back", () -> left.contains("back"));
        assertThat(runs.store().find(second)).isEmpty();
        runs.discard(third);

        RunScreen again = showScreen(new RunScreen(services(), waysOut(), id, () -> left.add("back")));
        waitFor("it is read", () -> again.model().state().get() == ScreenState.READY);
        onFx(again::finish);
        confirm("run-finish-question");
        waitFor("it is finished", () -> phase(again) == RunPhase.FINISHED);
        settle();
        picture("run-early");
        waitFor("nothing runs", () -> !runs.isBusy());

        String bad = runs.submit(recipe.with(Map.of(RecipeField.OUT, "bad", RecipeField.BASE, "gone")))
                .id();
        runs.submit(studio.recipe("done"));
        waitFor("all ended", () -> !runs.isBusy());
        RunsScreen history = showScreen(new RunsScreen(services(), waysOut()));
        waitFor("the runs are read", () -> history.model().rows().size() == 3);
        picture("runs");
        Accessibility.assertAccessible(window);
        assertThat(find(window, ".runs-table", Node.class).isVisible()).isTrue();
        RunScreen failed = showScreen(new RunScreen(services(), waysOut(), bad, () -> left.add("back")));
        waitFor("it is read", () -> failed.model().state().get() == ScreenState.READY);
        picture("run-failed");
    }

    @Test
    void emptyAndFailedStatesAreDesigned() {
        wizard();
        picture("build-none");
        RunsScreen history = showScreen(new RunsScreen(services(), waysOut()));
        waitFor("the runs are read", () -> history.model().state().get() == ScreenState.EMPTY);
        picture("runs-empty");
        RunScreen lost = showScreen(new RunScreen(services(), waysOut(), "nothing", () -> left.add("back")));
        waitFor("it fails", () -> lost.model().state().get() == ScreenState.FAILED);
        picture("run-lost");
        assertThat(window.lookupAll(".page-header .button").stream().filter(Node::isVisible))
                .as("the way back alone")
                .hasSize(1);
    }

    @Test
    void theDatanetsInTheBoxLookRight() {
        studio.withDemos();
        WizardScreen screen = wizard(new DatanetVersionRef("defi-intents", 1));
        waitFor("the rows are counted", () -> screen.model().checkState().get() == ScreenState.READY);
        picture("build-data-demo");
        assertThat(screen.model().draft().text(RecipeField.DATANET).get()).isEqualTo("defi-intents@1");
    }

    @Test
    void whatIsCutAndWhatLeaksIsShown() {
        studio.withDemos();
        WizardScreen screen = wizard(new DatanetVersionRef("move-questions", 1));
        waitFor("the rows are counted", () -> screen.model().checkState().get() == ScreenState.READY);
        waitFor("the sides are compared", () -> screen.model().leaks().get() != null);
        DataCheck whole = onFx(() -> screen.model().check().get());
        int median = whole.fit().lengthAt(0.5);
        onFx(() -> screen.model().draft().text(RecipeField.MAX_LENGTH).set(String.valueOf(median)));
        waitFor("they are cut", () -> {
            DataCheck now = screen.model().check().get();
            return now != null && now.fit().maxLength() == median;
        });
        settle();
        DataCheck cut = onFx(() -> screen.model().check().get());
        assertThat(cut.fit().cut() + cut.fit().dropped()).isPositive();
        assertThat(cut.counts().rows()).isEqualTo(cut.fit().rows() - cut.fit().dropped());
        assertThat(Arrays.stream(cut.lengths(cut.fit().lengthAt(1), 8)).sum())
                .isEqualTo(cut.fit().rows());
        VBox unfit = find(window, ".check-unfit", VBox.class);
        assertThat(unfit.getChildren()).hasSize(4);
        assertThat(find(window, ".check-packing", Label.class).getText()).contains("%", "with packing");
        assertThat(find(window, ".check-leaks", Label.class).getText()).containsAnyOf("leak", "Nothing leaks");
        ScrollPane scroll = onFx(() -> (ScrollPane) window.lookupAll(".page-scroll").stream()
                .filter(node -> node instanceof ScrollPane pane
                        && pane.getContent().getStyleClass().contains("data-check"))
                .findFirst()
                .orElseThrow());
        onFx(() -> scroll.setVvalue(1));
        picture("build-data-cut");
        Accessibility.assertAccessible(window);
    }
}
