package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.Split;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.dialog.Notice;
import cultivar.ui.dialog.Prompt;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.DirectTaskRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javafx.scene.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The presenters without a window, over a real store. */
class DatanetScreenTest {
    @TempDir
    Path folder;

    private DatanetStore store;
    private final List<Notice> notices = new ArrayList<>();
    private final List<DatanetVersionRef> built = new ArrayList<>();
    private final Answers answers = new Answers();
    private final Lifecycle scope = new Lifecycle();

    @BeforeEach
    void open() {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        SampleDatanets.fill(store);
    }

    @AfterEach
    void close() {
        scope.close();
        store.close();
    }

    private DatanetScreen page(String name) {
        DatanetServices services = TestServices.with(store, new DirectTaskRunner(), answers, notices::add)
                .build();
        DatanetScreen screen = new DatanetScreen(services, name, RowFilter.all(), () -> {}, built::add, queue -> {});
        screen.onShow(scope);
        return screen;
    }

    @Test
    void pagesComeOneAfterAnotherUntilTheEnd() {
        DatanetModel model = page("market-orders").model();
        DatanetScreen screen = page("market-orders");
        assertThat(model.state().get()).isEqualTo(ScreenState.READY);
        for (int index = 0; index < 672; index++) {
            screen.inSight(index);
        }
        assertThat(screen.model().rows()).hasSize(672).doesNotHaveDuplicates();
        assertThat(screen.model().matching().get()).isEqualTo(672);
        assertThat(screen.model().selected().get())
                .isEqualTo(screen.model().rows().getFirst());
    }

    @Test
    void aFilterStartsAnew() {
        DatanetScreen screen = page("market-orders");
        screen.inSight(1);
        screen.filter(RowFilter.all().withSplit(Split.HELD_OUT));
        assertThat(screen.model().rows()).hasSize(60).allMatch(row -> row.split() == Split.HELD_OUT);
        screen.filter(RowFilter.all().withDraftsOnly(true));
        assertThat(screen.model().matching().get()).isEqualTo(12);
    }

    @Test
    void publishingAsksFirst() {
        DatanetScreen screen = page("market-orders");
        answers.yes = false;
        screen.publish();
        assertThat(answers.asked).hasSize(1);
        assertThat(answers.asked.getFirst().text())
                .contains("612 training rows")
                .contains("12 of them new");
        assertThat(store.versions("market-orders")).hasSize(1);
        answers.yes = true;
        screen.publish();
        assertThat(store.versions("market-orders")).hasSize(2);
        assertThat(screen.model().versions()).hasSize(2);
        assertThat(notices).last().satisfies(notice -> assertThat(notice.text()).contains("market-orders@2"));
        screen.build();
        assertThat(built).containsExactly(new DatanetVersionRef("market-orders", 2));
    }

    @Test
    void publishingNothingIsTold() {
        DatanetScreen screen = page("kitchen-questions");
        screen.publish();
        assertThat(notices).last().satisfies(notice -> assertThat(notice.text()).contains("nothing to publish"));
        assertThat(screen.model().busy().get()).isFalse();
    }

    @Test
    void anAbsentDatanetFailsThePage() {
        DatanetModel model = page("gone").model();
        assertThat(model.state().get()).isEqualTo(ScreenState.FAILED);
        assertThat(model.failure().get().todo()).contains("no datanet \"gone\"");
    }

    @Test
    void theBrowserSearchesWordsAndTags() {
        DatanetServices services = TestServices.with(store, new DirectTaskRunner(), answers, notices::add)
                .build();
        DatanetsScreen screen = new DatanetsScreen(services, (name, rows) -> {}, built::add);
        screen.onShow(scope);
        assertThat(screen.model().shown()).hasSize(3);
        screen.model().search().set("herbs kitchen");
        assertThat(screen.model().shown()).hasSize(1);
        screen.model().search().set("CC-BY");
        assertThat(screen.model().shown()).hasSize(1);
        screen.model().search().set("xyz");
        assertThat(screen.model().shown()).isEmpty();
    }

    /** Answers every question the same way. */
    private static final class Answers implements Dialogs {
        private final List<Confirm> asked = new ArrayList<>();
        private boolean yes = true;

        @Override
        public CompletionStage<Boolean> confirm(Confirm question) {
            asked.add(question);
            return CompletableFuture.completedFuture(yes);
        }

        @Override
        public CompletionStage<Optional<String>> prompt(Prompt question) {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public <T> CompletionStage<Optional<T>> show(String title, Function<DialogHandle<T>, Node> content) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }
}
