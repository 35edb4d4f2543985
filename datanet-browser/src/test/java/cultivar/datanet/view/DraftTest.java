package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.Contribution;
import cultivar.datanet.Message;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.LocalModel;
import cultivar.datanet.ask.LocalModels;
import cultivar.datanet.ask.ModelChoice;
import cultivar.datanet.ask.PassageRows;
import cultivar.datanet.ask.ScriptedModel;
import cultivar.datanet.load.Document;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.DraftRow;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import cultivar.ui.test.Screenshots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document on its three ways to rows, in a window. */
class DraftTest extends FxTest {
    private static final String NET = "kitchen-questions";
    private static final String TEXT = """
        # Rice

        Rice rests for ten minutes with the lid on. Do not stir it meanwhile.

        # Herbs

        Basil can be frozen: chop it and cover it with oil. Parsley keeps its taste if it is frozen dry.

        Which herbs are dried?
        Thyme, oregano and bay.
        """;

    @TempDir
    Path folder;

    private final StackPane host = new StackPane();
    private final List<Long> opened = new ArrayList<>();
    private final List<String> pages = new ArrayList<>();
    private final ScriptedModel model = new ScriptedModel(
            10_000,
            new LocalModel.Reply("Q: How long does rice rest?\nA: Ten minutes.", true),
            new LocalModel.Reply("As a language model I like herbs.", true));
    private Path document;
    private DatanetStore store;
    private FxTaskRunner tasks;
    private OverlayPane window;

    @BeforeEach
    void start() throws Exception {
        document = Files.writeString(folder.resolve("kitchen.md"), TEXT);
        store = DatanetStore.open(folder.resolve("datanets.db"));
        SampleDatanets.fill(store);
        tasks = onFx(() -> new FxTaskRunner());
        window = onFx(() -> new OverlayPane(host));
    }

    @AfterEach
    void stop() {
        onFx(tasks::close);
        store.close();
    }

    @Test
    void aPersonMakesRowsFindsThemAgainAndPutsThemIn() {
        importing();
        choose(".import-document-hand");
        Screenshots.take(window, "import-by-hand");
        Accessibility.assertAccessible(window);
        press(KeyCode.ENTER);
        waitFor("the draft is opened", () -> opened.size() == 1);

        DraftScreen screen = draft();
        settle();
        ListView<?> passages = find(window, ".draft-passages", ListView.class);
        onFx(() -> passages.requestFocus());
        press(KeyCode.Q);
        assertThat(screen.model().open().get().question()).isEqualTo("Rice");
        onFx(() -> {
            passages.getSelectionModel().select(1);
            find(window, ".draft-text", TextArea.class).requestFocus();
            find(window, ".draft-text", TextArea.class).selectRange(0, 43);
        });
        press(KeyCode.A);
        DraftRow open = screen.model().open().get();
        assertThat(open.answer()).isEqualTo("Rice rests for ten minutes with the lid on.");
        assertThat(open.place()).isEqualTo("characters 8 to 51");
        assertThat(TEXT.substring(8, 51)).isEqualTo(open.answer());
        assertThat(open.heading()).isEqualTo("Rice");
        onFx(() -> find(window, ".draft-question", TextArea.class).setText("How long does rice rest?"));
        click(find(window, ".draft-add", Button.class));
        assertThat(screen.model().rows()).hasSize(1);
        onFx(() -> {
            passages.getSelectionModel().select(3);
            screen.type("Can basil be frozen?", "");
        });
        settle();
        Screenshots.take(window, "draft");
        Accessibility.assertAccessible(window);
        waitFor(
                "it is kept",
                () -> store.drafts().get(opened.getFirst()).open().question().startsWith("Can"));

        DatanetScreen page = showScreen(page());
        waitForReady(page);
        settle();
        Screenshots.take(window, "datanet-with-draft");
        click(find(window, ".draft-go", Button.class));
        assertThat(opened).hasSize(2).containsOnly(opened.getFirst());
        DraftScreen again = draft();
        assertThat(again.model().rows()).hasSize(1);
        assertThat(again.model().open().get().question()).isEqualTo("Can basil be frozen?");
        onFx(() -> again.type("Can basil be frozen?", "Yes, with oil."));
        onFx(again::add);
        onFx(() -> again.remove(again.model().rows().getFirst()));
        assertThat(again.model().rows()).hasSize(1);
        onFx(again::undo);
        assertThat(again.model().rows()).hasSize(2);
        onFx(() -> again.edit(again.model().rows().getFirst()));
        assertThat(again.model().open().get().question()).isEqualTo("How long does rice rest?");
        onFx(again::undo);
        click(find(window, ".draft-finish", Button.class));
        waitFor("it asks", () -> window.lookup(".dialog-buttons") != null);
        settle();
        Screenshots.take(window, "draft-finish");
        answer("Put");
        waitFor("the rows are in", () -> !pages.isEmpty());
        assertThat(pages).containsExactly(NET);
        List<StoredRow> rows = rows();
        assertThat(rows).hasSize(4);
        Contribution row = rows.get(2).contribution();
        assertThat(row.source()).isEqualTo("kitchen.md, characters 8 to 51");
        assertThat(row.context()).isEqualTo("Rice");
        assertThat(row.messages())
                .map(Message::content)
                .containsExactly("How long does rice rest?", "Rice rests for ten minutes with the lid on.");
        assertThat(store.drafts().list(NET)).isEmpty();
    }

    @Test
    void aModelWritesRowsForReviewAndItsOtherAnswersAreTold() {
        DatanetScreen page = importing();
        choose(".import-document-model");
        waitFor(
                "the models are known",
                () -> find(window, ".document-model", ComboBox.class).getValue() != null);
        settle();
        Screenshots.take(window, "import-by-model");
        Accessibility.assertAccessible(window);
        press(KeyCode.ENTER);
        waitFor("the report is there", () -> window.lookup(".import-report") != null);
        settle();
        Screenshots.take(window, "by-model-report");
        Accessibility.assertAccessible(window);
        List<StoredRow> rows = rows();
        assertThat(rows).hasSize(3);
        assertThat(rows.getLast().state()).isEqualTo(ReviewState.PENDING);
        assertThat(rows.getLast().contribution().tags()).containsExactly(PassageRows.TAG);
        waitFor(
                "the page knows the rows",
                () -> Objects.requireNonNull(page.model().datanet().get()).tags().stream()
                        .anyMatch(tag -> tag.name().equals(PassageRows.TAG)));
    }

    @Test
    void headingsAreAskedAsThePersonSays() {
        importing();
        settle();
        Screenshots.take(window, "import-by-headings");
        Accessibility.assertAccessible(window);
        onFx(() -> find(window, ".document-template", ComboBox.class)
                .getEditor()
                .setText("What does the section {heading} say?"));
        settle();
        press(KeyCode.ENTER);
        waitFor("the rows are in", () -> rows().size() == 5);
        assertThat(rows().get(2).contribution().messages().getFirst().content())
                .isEqualTo("What does the section Rice say?");
    }

    @Test
    void whatCouldNotBeWrittenIsNotSaidToBeKept() throws Exception {
        opened.add(
                store.drafts().begin(NET, Document.read(document), Split.TRAIN).id());
        DraftScreen screen = draft();
        store.close();
        onFx(() -> screen.type("Is this lost?", ""));
        waitFor("it is told", () -> !window.lookupAll(".toast").isEmpty());
        assertThat(onFx(() -> screen.model().kept().get())).isEqualTo(DraftModel.Kept.NOT);
        onFx(screen::discard);
        waitFor("it asks", () -> window.lookup(".dialog-buttons") != null);
        settle();
        answer("Throw away");
        waitFor("it is told, too", () -> window.lookupAll(".toast").size() > 1);
        settle();
        assertThat(pages).as("the draft is still there").isEmpty();
        assertThat(onFx(() -> screen.model().kept().get())).isEqualTo(DraftModel.Kept.NOT);
    }

    @Test
    void whatIsSelectedIsTakenAlsoBehindCharactersThatCannotBeShown() throws Exception {
        Path odd = Files.writeString(folder.resolve("odd.txt"), "Bells\u0007\u0007 ring. Rice rests for ten minutes.");
        opened.add(store.drafts().begin(NET, Document.read(odd), Split.TRAIN).id());
        DraftScreen screen = draft();
        settle();
        TextArea text = find(window, ".draft-text", TextArea.class);
        onFx(() -> {
            int begin = text.getText().indexOf("Rice");
            text.requestFocus();
            text.selectRange(begin, begin + "Rice rests".length());
        });
        press(KeyCode.Q);
        assertThat(screen.model().open().get().question()).isEqualTo("Rice rests");
    }

    private void answer(String verb) {
        onFx(() -> window.lookupAll(".dialog-buttons .button").stream()
                .map(Button.class::cast)
                .filter(button -> button.getText().startsWith(verb))
                .findFirst()
                .orElseThrow()
                .fire());
    }

    private List<StoredRow> rows() {
        try (var rows = store.rows(NET, RowFilter.all())) {
            return rows.toList();
        }
    }

    private DatanetScreen importing() {
        DatanetScreen page = showScreen(page());
        waitForReady(page);
        onFx(() -> page.importFiles(List.of(document)));
        waitFor("the form shows", () -> window.lookup(".import-form") != null);
        return page;
    }

    private void choose(String way) {
        settle();
        onFx(() -> find(window, way, RadioButton.class).setSelected(true));
        settle();
    }

    private DraftScreen draft() {
        DraftScreen screen = showScreen(new DraftScreen(services(), opened.getLast(), pages::add, () -> {}));
        waitFor("the draft shows", () -> screen.model().state().get() == ScreenState.READY);
        return screen;
    }

    private DatanetScreen page() {
        return new DatanetScreen(services(), NET, RowFilter.all(), () -> {}, version -> {}, queue -> {});
    }

    private void waitForReady(DatanetScreen page) {
        waitFor("the page shows", () -> page.model().state().get() == ScreenState.READY);
    }

    private DatanetServices services() {
        return TestServices.with(store, tasks, window)
                .models(new LocalModels() {
                    @Override
                    public List<ModelChoice> choices() {
                        return List.of(new ModelChoice("scripted", ""));
                    }

                    @Override
                    public LocalModel open(ModelChoice choice) {
                        return model;
                    }
                })
                .openDraft(opened::add)
                .build();
    }

    private <S extends Screen> S showScreen(S screen) {
        onFx(() -> host.getChildren().setAll(Lifecycle.host(screen)));
        if (window.getScene() == null) {
            show(window, 1000, 760);
        }
        return screen;
    }
}
