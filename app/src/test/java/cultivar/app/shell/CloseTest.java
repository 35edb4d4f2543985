package cultivar.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.DatanetVersionRef;
import cultivar.finetune.Recipe;
import cultivar.finetune.RecipeField;
import cultivar.finetune.Run;
import cultivar.finetune.RunPhase;
import cultivar.finetune.RunStore;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.server.EngineFile;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javafx.scene.control.Button;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closing the window in the middle of a run asks, and loses nothing. */
class CloseTest extends FxTest {
    @TempDir
    Path home;

    @Test
    void asksKeepsTrainingWithoutTheWindowAndThenPauses() {
        StudioUnderTest studio = start();
        String id = submit(studio);
        patiently(() -> studio.runs().store().get(id).phase() == RunPhase.RUNNING);
        patiently(() -> studio.runs().store().metrics(id).steps().size() > 1);

        onFx(studio::pressClose);
        settle();
        Accessibility.assertAccessible(studio.root());
        new Pictures(studio.stage(), themes()).take("close-question");
        click(buttons(studio).getLast());
        assertThat(studio.isClosed()).as("the default stays").isFalse();
        assertThat(studio.runs().isBusy()).isTrue();

        onFx(studio::pressClose);
        settle();
        click(buttons(studio).get(1));
        patiently(studio::isClosed);
        ProcessHandle engine = engine();
        int made = new RunStore(home).metrics(id).steps().size();
        patiently(() -> new RunStore(home).metrics(id).steps().size() > made);

        StudioUnderTest again = start();
        patiently(() -> again.runs().isBusy());
        assertThat(engine()).as("the engine is joined").isEqualTo(engine);
        onFx(again::pressClose);
        settle();
        click(buttons(again).getFirst());
        patiently(again::isClosed);
        assertThat(engine.isAlive()).isFalse();

        Run left = new RunStore(home).get(id);
        assertThat(left.phase()).isEqualTo(RunPhase.PAUSED);
        assertThat(left.phase().isResumable()).isTrue();
        assertThat(left.step()).isPositive();
        assertThat(left.folder().resolve("checkpoints")).isNotEmptyDirectory();
    }

    private StudioUnderTest start() {
        StudioUnderTest studio = onFx(
                () -> StudioUnderTest.start(home, themes(), () -> BaseModelUnderTest.install(home.resolve("models"))));
        patiently(studio::isHomeOpen);
        return studio;
    }

    private ProcessHandle engine() {
        return EngineFile.read(new JobHome(home))
                .orElseThrow()
                .process()
                .alive()
                .orElseThrow();
    }

    private static String submit(StudioUnderTest studio) {
        Recipe recipe = Recipe.demo()
                .with(Map.of(
                        RecipeField.DATANET,
                        List.of(new DatanetVersionRef("defi-intents", 1).toString()),
                        RecipeField.STEPS,
                        5000,
                        RecipeField.BATCH,
                        2,
                        RecipeField.OUT,
                        "long-one"));
        return studio.runs().submit(recipe).id();
    }

    private static List<Button> buttons(StudioUnderTest studio) {
        return onFx(() -> studio.root().lookupAll(".dialog-buttons > .button").stream()
                .map(Button.class::cast)
                .toList());
    }

    private static void patiently(BooleanSupplier condition) {
        for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
            settle();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
