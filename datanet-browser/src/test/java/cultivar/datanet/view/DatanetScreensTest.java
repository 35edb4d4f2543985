package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.Split;
import cultivar.datanet.ask.OneModel;
import cultivar.datanet.ask.ScriptedModel;
import cultivar.datanet.load.Target;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.Screenshots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.GridPane;
import org.junit.jupiter.api.Test;

/** Both screens in a real window, over a real store. */
class DatanetScreensTest extends StoreFxTest {
    private final List<String> opened = new ArrayList<>();
    private final List<DatanetVersionRef> built = new ArrayList<>();

    private DatanetServices services() {
        return TestServices.with(store, tasks, window).build();
    }

    private <S extends Screen> S showScreen(S screen) {
        onFx(() -> host.getChildren().setAll(Lifecycle.host(screen)));
        if (window.getScene() == null) {
            show(window, 1000, 700);
        }
        onFx(host::requestFocus);
        settle();
        return screen;
    }

    private DatanetsScreen browser() {
        DatanetsScreen screen = showScreen(new DatanetsScreen(
                services(),
                (name, rows) -> opened.add(rows.tag() == null ? name : name + " " + rows.tag()),
                built::add));
        waitFor("the datanets are read", () -> screen.model().state().get() != ScreenState.LOADING);
        settle();
        return screen;
    }

    private DatanetScreen page(String name) {
        return page(name, RowFilter.all());
    }

    private DatanetScreen page(String name, RowFilter shown) {
        DatanetScreen screen = showScreen(new DatanetScreen(
                services(), name, shown, () -> opened.add("back"), built::add, queue -> opened.add("review")));
        waitFor(
                "the datanet is read",
                () -> screen.model().state().get() != ScreenState.LOADING
                        && (screen.model().state().get() == ScreenState.FAILED
                                || !screen.model().rows().isEmpty()));
        settle();
        return screen;
    }

    @Test
    void theBrowserShowsCardsThatSearchOpenAndBuild() {
        SampleDatanets.fill(store);
        DatanetsScreen screen = browser();
        Screenshots.take(window, "datanets");
        Accessibility.assertAccessible(window);

        TextField search = find(window, ".datanet-search", TextField.class);
        click(search);
        onFx(() -> search.setText("kitchen"));
        settle();
        assertThat(screen.model().shown()).hasSize(1);
        Screenshots.take(window, "datanets-search");
        click(find(window, ".datanet-open", Button.class));
        assertThat(opened).containsExactly("kitchen-questions");
        click(find(window, ".datanet-build", Button.class));
        assertThat(built).containsExactly(new DatanetVersionRef("kitchen-questions", 1));
        onFx(() -> search.setText("no such thing"));
        settle();
        Screenshots.take(window, "datanets-nomatch");
        Accessibility.assertAccessible(window);
        click(find(window, ".state-page .button", Button.class));
        assertThat(screen.model().shown()).hasSize(3);
    }

    @Test
    void theDatanetsInTheBoxLookRight() {
        store.installDemos();
        browser();
        Screenshots.take(window, "datanets-demo");
        DatanetScreen screen = page("defi-intents");
        Screenshots.take(window, "datanet-demo-overview");
        Screenshots.take(window, "datanet-demo-overview-narrow", 1072, 690);
        onFx(() ->
                find(window, ".datanet-tabs", TabPane.class).getSelectionModel().select(1));
        settle();
        Screenshots.take(window, "datanet-demo-rows-narrow", 1072, 690);
        assertThat(screen.model().datanet().get()).isNotNull();
    }

    @Test
    void cardsTellTheirSizeInTokens() {
        var _ = store.installDemos();
        DatanetsScreen screen = showScreen(new DatanetsScreen(
                TestServices.with(store, tasks, window)
                        .models(new OneModel(new ScriptedModel(0)))
                        .build(),
                (name, rows) -> opened.add(name),
                built::add));
        waitFor("the sizes are known", () -> screen.model().sizes().size() == 3);
        settle();
        Screenshots.take(window, "datanets-tokens");
        assertThat(onFx(() -> window.lookupAll(".datanet-tokens").stream()
                        .map(label -> ((Label) label).getText())
                        .filter(text -> !text.isEmpty())
                        .toList()))
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(text -> text.endsWith(" tokens of scripted"))
                .contains("%,d tokens of scripted"
                        .formatted(20 * store.get("defi-intents").rows()));
        Accessibility.assertAccessible(window);

        DatanetsScreen without = browser();
        waitFor("sizes are estimated", () -> without.model().sizes().size() == 3);
        settle();
        assertThat(onFx(() -> window.lookupAll(".datanet-tokens").stream()
                        .map(label -> ((Label) label).getText())
                        .toList()))
                .allMatch(text -> text.isEmpty() || text.matches("about [0-9,]+ tokens of four characters"));
    }

    @Test
    void aCardIsOpenedByAClickAnywhereOnIt() {
        SampleDatanets.fill(store);
        browser();
        click(find(window, ".datanet-summary", Node.class));
        assertThat(opened).containsExactly("market-orders");
    }

    @Test
    void aTagsBarLeadsToItsRows() {
        SampleDatanets.fill(store);
        browser();
        click(find(window, ".tag-row", Button.class));
        assertThat(opened).hasSize(1).allMatch(name -> name.startsWith("market-orders "));
        String tag = opened.getFirst().substring("market-orders ".length());
        DatanetScreen screen = page("market-orders", RowFilter.all().withTag(tag));
        assertThat(find(window, ".datanet-tabs", TabPane.class)
                        .getSelectionModel()
                        .getSelectedIndex())
                .isOne();
        assertThat(screen.model().rows().getFirst().contribution().tags()).contains(tag);
        assertThat(screen.model().matching().get())
                .isEqualTo(store.count("market-orders", RowFilter.all().withTag(tag)));
        Screenshots.take(window, "datanet-rows-tag");
    }

    @Test
    void theEmptyBrowserInvites() {
        browser();
        Screenshots.take(window, "datanets-empty");
        Accessibility.assertAccessible(window);
    }

    @Test
    void aStoreThatFailsIsTold() {
        DatanetsScreen screen = browser();
        store.close();
        onFx(screen::reload);
        waitFor("the failure shows", () -> screen.model().state().get() == ScreenState.FAILED);
        settle();
        Screenshots.take(window, "datanets-failed");
    }

    @Test
    void filesAreImportedIntoANewDatanetAndBadLinesShown() throws Exception {
        SampleDatanets.fill(store);
        DatanetsScreen screen = browser();
        Path file = folder.resolve("travel_questions.jsonl");
        List<String> lines = new ArrayList<>(SampleDatanets.orders(900, 40));
        lines.add(3, "{\"prompt\": \"half");
        lines.add(9, "{\"messages\":[{\"role\":\"user\",\"content\":\"no answer\"}]}");
        lines.add("{\"prompt\":\"q\",\"completion\":\"a\"}");
        Files.write(file, lines);
        onFx(() -> screen.importFiles(List.of(file)));
        waitFor("the form shows", () -> window.lookup(".import-form") != null);
        settle();
        Screenshots.take(window, "datanets-import");
        Accessibility.assertAccessible(window);
        press(KeyCode.ENTER);
        waitFor("the rows are in", () -> screen.model().all().size() == 4);
        waitFor("the report shows", () -> window.lookup(".problem-list") != null);
        settle();
        Screenshots.take(window, "datanets-report");
        ListView<?> problems = find(window, ".problem-list", ListView.class);
        assertThat(problems.getItems()).hasSize(4);
        assertThat(store.get("travel-questions").rows()).isEqualTo(41);
    }

    @Test
    void unknownColumnsAreMappedBeforeAnythingIsWritten() throws Exception {
        DatanetsScreen screen = browser();
        Path file = folder.resolve("sheet.csv");
        Files.writeString(file, "Frage;Antwort\nWer?;Ich\n");
        onFx(() -> screen.importFiles(List.of(file)));
        waitFor("the form shows", () -> window.lookup(".import-columns") != null);
        settle();
        GridPane columns = find(window, ".import-columns", GridPane.class);
        Button go = find(window, ".import-form .button:default", Button.class);
        assertThat(go.isDisabled()).isTrue();
        Screenshots.take(window, "datanets-import-unmapped");
        for (int i = 0; i < 2; i++) {
            Target target = i == 0 ? Target.PROMPT : Target.COMPLETION;
            @SuppressWarnings("unchecked")
            ComboBox<Target> choice = (ComboBox<Target>) columns.getChildren().get(2 * i + 1);
            onFx(() -> choice.setValue(target));
        }
        waitFor("rows can come of it", () -> !go.isDisabled());
        Accessibility.assertAccessible(window);
        click(go);
        waitFor("the row is in", () -> screen.model().all().size() == 1);
        assertThat(store.get("sheet").rows()).isEqualTo(1);
    }

    @Test
    void thePageShowsADatanetAndItsRows() {
        SampleDatanets.fill(store);
        DatanetScreen screen = page("market-orders");
        Screenshots.take(window, "datanet-overview");
        Accessibility.assertAccessible(window);

        click(find(window, ".datanet-verify", Button.class));
        waitFor("the version is verified", () -> screen.model().checks().containsKey(1));
        settle();
        assertThat(screen.model().checks().get(1)).matches(check -> check != null && check.holds());
        Screenshots.take(window, "datanet-verified");

        TabPane tabs = find(window, ".datanet-tabs", TabPane.class);
        onFx(() -> tabs.getSelectionModel().select(1));
        settle();
        Screenshots.take(window, "datanet-rows");
        Accessibility.assertAccessible(window);
        TableView<?> table = find(window, ".row-table", TableView.class);
        waitFor("all rows have a place", () -> table.getItems().size() == 672);
        onFx(() -> table.scrollTo(500));
        waitFor("the rows there come", () -> table.getItems().get(505) != null);
        settle();
        assertThat(shown(table)).as("rows in sight").isNotEmpty().allMatch(text -> !text.isEmpty());
        Screenshots.take(window, "datanet-rows-far");
        click(table);
        press(KeyCode.DOWN);
        assertThat(screen.model().selected().get()).isNotNull();

        onFx(() -> screen.filter(
                screen.model().filter().get().withSplit(Split.HELD_OUT).withText("transfer")));
        waitFor("the filter acts", () -> screen.model().matching().get() < 60);
        settle();
        assertThat(screen.model().rows()).isNotEmpty().allMatch(row -> row.split() == Split.HELD_OUT);
        Screenshots.take(window, "datanet-rows-filtered");
    }

    /** The questions that the table shows. */
    private static List<String> shown(TableView<?> table) {
        List<String> shown = new ArrayList<>();
        onFx(() -> table.lookupAll(".table-row-cell").forEach(row -> {
            TableRow<?> cells = (TableRow<?>) row;
            if (!cells.isEmpty()) {
                shown.add(((IndexedCell<?>) cells.getChildrenUnmodifiable().get(1)).getText());
            }
        }));
        return shown;
    }

    @Test
    void aSearchIsTypedAndFindsRows() {
        SampleDatanets.fill(store);
        DatanetScreen screen = page("market-orders");
        press(KeyCode.CONTROL, KeyCode.F);
        onFx(() -> find(window, ".row-search", TextField.class).setText("please swap 13"));
        waitFor(
                "the search acts",
                () -> screen.model().filter().get().text().equals("please swap 13")
                        && screen.model().matching().get() < 100);
        assertThat(screen.model().rows()).isNotEmpty();
        onFx(() ->
                find(window, ".datanet-tabs", TabPane.class).getSelectionModel().select(1));
        onFx(() -> screen.filter(screen.model().filter().get().withText("nothing like it")));
        waitFor("nothing is found", () -> screen.model().matching().get() == 0);
        settle();
        Screenshots.take(window, "datanet-rows-none");
    }

    @Test
    void draftsArePublishedAfterAQuestion() {
        SampleDatanets.fill(store);
        DatanetScreen screen = page("market-orders");
        click(find(window, ".datanet-publish", Button.class));
        settle();
        Screenshots.take(window, "datanet-publish");
        press(KeyCode.ENTER);
        waitFor("version 2 is there", () -> screen.model().versions().size() == 2);
        settle();
        assertThat(store.get("market-orders").draftRows()).isZero();
        assertThat(find(window, ".datanet-publish", Button.class).isVisible()).isFalse();
        click(find(window, ".datanet-build", Button.class));
        assertThat(built).containsExactly(new DatanetVersionRef("market-orders", 2));
        click(find(window, ".datanet-back", Button.class));
        assertThat(opened).containsExactly("back");
    }

    @Test
    void anAbsentDatanetIsTold() {
        DatanetScreen screen = page("gone");
        assertThat(screen.model().state().get()).isEqualTo(ScreenState.FAILED);
        Screenshots.take(window, "datanet-failed");
    }
}
