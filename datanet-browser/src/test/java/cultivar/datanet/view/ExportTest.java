package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.export.ExportFormat;
import cultivar.datanet.export.ExportLayout;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import cultivar.ui.test.Screenshots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a datanet to files for other programs, in a window. */
class ExportTest extends FxTest {
    private static final String NET = "market-orders";
    private static final Pattern TAG = Pattern.compile("\"tags\":\\[\"(\\w+)\"]");

    @TempDir
    Path folder;

    private final StackPane host = new StackPane();
    private DatanetStore store;
    private FxTaskRunner tasks;
    private OverlayPane window;

    @BeforeEach
    void start() {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        SampleDatanets.fill(store);
        tasks = onFx(() -> new FxTaskRunner());
        window = onFx(() -> new OverlayPane(host));
        DatanetServices services = TestServices.with(store, tasks, window).build();
        DatanetScreen page =
                onFx(() -> new DatanetScreen(services, NET, RowFilter.all(), () -> {}, version -> {}, queue -> {}));
        onFx(() -> host.getChildren().setAll(Lifecycle.host(page)));
        show(window, 1000, 700);
        waitFor("the datanet is read", () -> page.model().state().get() == ScreenState.READY);
        settle();
    }

    @AfterEach
    void stop() {
        onFx(tasks::close);
        store.close();
    }

    @Test
    void rowsOfAVersionGoIntoAFileInTheChosenLayoutWithTheirOwners() throws Exception {
        open();
        Screenshots.take(window, "export");
        Accessibility.assertAccessible(window);
        Path file = folder.resolve("orders.jsonl");
        onFx(() -> {
            choice(".export-layout").setValue(ExportLayout.ALPACA);
            find(window, ".export-balance", CheckBox.class).setSelected(true);
            find(window, ".export-target", TextField.class).setText(file.toString());
        });
        press(KeyCode.ENTER);
        waitFor("the file is there", () -> Files.exists(file));
        settle();
        Screenshots.take(window, "export-done");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .contains("\"instruction\":")
                        .contains("\"contributor\":")
                        .contains("\"source\":")
                        .contains("\"licence\":"));
        Map<String, Long> tags = lines.stream()
                .map(TAG::matcher)
                .filter(Matcher::find)
                .collect(Collectors.groupingBy(found -> found.group(1), Collectors.counting()));
        assertThat(tags).hasSizeGreaterThan(1);
        assertThat(Set.copyOf(tags.values())).as("as many of each tag").hasSize(1);
        assertThat(lines).hasSizeLessThan((int) store.get(NET).rows());
    }

    @Test
    void aFolderHasACardAndBothSides() {
        open();
        onFx(() -> choice(".export-format").setValue(ExportFormat.FOLDER));
        Path target = folder.resolve("hub");
        onFx(() -> find(window, ".export-target", TextField.class).setText(target.toString()));
        settle();
        Screenshots.take(window, "export-folder");
        press(KeyCode.ENTER);
        waitFor("the folder is there", () -> Files.exists(target.resolve("README.md")));
    }

    @Test
    void aPlaceThatIsTakenIsTold() throws Exception {
        open();
        Path taken = Files.writeString(folder.resolve("taken.jsonl"), "mine");
        onFx(() -> find(window, ".export-target", TextField.class).setText(taken.toString()));
        press(KeyCode.ENTER);
        waitFor("it is told", () -> window.lookup(".toast") != null);
        settle();
        Screenshots.take(window, "export-failed");
        Accessibility.assertAccessible(window);
        assertThat(taken).hasContent("mine");
    }

    private void open() {
        click(find(window, ".datanet-export", Button.class));
        waitFor("the form shows", () -> window.lookup(".export-form") != null);
        settle();
    }

    @SuppressWarnings("unchecked")
    private ComboBox<Object> choice(String style) {
        return (ComboBox<Object>) find(window, style, ComboBox.class);
    }
}
