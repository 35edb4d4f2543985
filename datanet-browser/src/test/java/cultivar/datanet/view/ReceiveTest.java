package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.Received;
import cultivar.datanet.ReviewState;
import cultivar.datanet.signed.ContributionPlan;
import cultivar.datanet.signed.ContributionWriter;
import cultivar.datanet.signed.StatementSigner;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.Screenshots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A contribution file in the window: its check, its rows on the desk, and the version that they make. */
class ReceiveTest extends StoreFxTest {
    private static final String NET = "market-orders";

    private final TestKeys keys = new TestKeys();
    private final List<RowFilter> queues = new ArrayList<>();

    @BeforeEach
    void fill() {
        SampleDatanets.fill(store);
    }

    @Test
    void anIntactFileComesInAndIsDecidedAndPublished() throws Exception {
        Path file = gift("gift-of-ada.json", keys.account());
        DatanetScreen page = page();
        onFx(() -> page.importFiles(List.of(file)));
        waitFor("the check shows", () -> window.lookup(".receive-form") != null);
        settle();
        Screenshots.take(window, "receive-intact");
        Accessibility.assertAccessible(window);
        press(KeyCode.ENTER);
        waitFor("the file is on the page", () -> page.model().received().size() == 1);
        Received received = page.model().received().getFirst();
        assertThat(received.of(ReviewState.PENDING)).isEqualTo(3);
        settle();
        Screenshots.take(window, "received-overview");
        click(find(window, ".received-review", Button.class));
        RowFilter queue = RowFilter.all().withReceived(received.id()).withState(ReviewState.PENDING);
        assertThat(queues).containsExactly(queue);

        DeskScreen desk = showScreen(new DeskScreen(services(), NET, queue, () -> {}));
        waitFor("the queue shows", () -> desk.model().rows().size() == 3);
        settle();
        Screenshots.take(window, "receive-desk");
        onFx(() -> window.lookup(".desk-list").requestFocus());
        press(KeyCode.ENTER);
        press(KeyCode.X);
        press(KeyCode.ENTER);
        waitFor("a version is offered", () -> window.lookup(".dialog-buttons") != null);
        settle();
        Screenshots.take(window, "receive-decided");
        press(KeyCode.TAB);
        onFx(() -> window.lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> button.getText() != null && button.getText().startsWith("Publish version"))
                .findFirst()
                .orElseThrow()
                .fire());
        waitFor("the version is there", () -> store.versions(NET).size() == 2);
        DatanetScreen again = page();
        onFx(find(window, ".datanet-compare", Button.class)::fire);
        waitFor(
                "the versions are compared",
                () -> window.lookup(".diff-counts") instanceof Label label
                        && label.getText().startsWith("14 added"));
        settle();
        Screenshots.take(window, "datanet-diff");
        Accessibility.assertAccessible(window);
        press(KeyCode.ESCAPE);
        assertThat(again.model().versions()).hasSize(2);
        assertThat(store.version(store.versions(NET).getFirst().ref()).rows()).isEqualTo(612 + 2);
    }

    @Test
    void anUnsignedFileNeedsAWordOfItsOwn() throws Exception {
        Path file = gift("unsigned.json", null);
        DatanetScreen page = page();
        onFx(() -> page.importFiles(List.of(file)));
        waitFor("the check shows", () -> window.lookup(".receive-form") != null);
        settle();
        Screenshots.take(window, "receive-unsigned");
        Accessibility.assertAccessible(window);
        assertThat(find(window, ".receive-take", Button.class).isDisabled()).isTrue();
        click(find(window, ".receive-sure", CheckBox.class));
        click(find(window, ".receive-take", Button.class));
        waitFor("the rows wait", () -> page.model().received().size() == 1);
        assertThat(page.model().received().getFirst().verdict()).isEqualTo("unsigned");
    }

    @Test
    void ofAnAlteredFileOnlyTheRowsAsSignedComeIn() throws Exception {
        Path file = gift("altered.json", keys.account());
        Files.writeString(file, Files.readString(file).replace("Sell 2 OPEN", "Sell 200 OPEN"));
        DatanetScreen page = page();
        onFx(() -> page.importFiles(List.of(file)));
        waitFor("the check shows", () -> window.lookup(".receive-form") != null);
        settle();
        Screenshots.take(window, "receive-altered");
        Accessibility.assertAccessible(window);
        click(find(window, ".receive-sure", CheckBox.class));
        click(find(window, ".receive-take", Button.class));
        waitFor("the rows wait", () -> page.model().received().size() == 1);
        assertThat(page.model().received().getFirst().rows()).isEqualTo(2);
    }

    @Test
    void nothingOfAForeignSignatureComesIn() throws Exception {
        StatementSigner somebody = keys.account();
        Path file = gift("claimed.json", somebody);
        Files.writeString(
                file, Files.readString(file).replace(somebody.contributor().value(), SampleDatanets.PEOPLE[0]));
        DatanetScreen page = page();
        onFx(() -> page.importFiles(List.of(file)));
        waitFor("the check shows", () -> window.lookup(".receive-form") != null);
        settle();
        Screenshots.take(window, "receive-wrong-signer");
        assertThat(window.lookupAll(".receive-form .label").stream().map(label -> ((Label) label).getText()))
                .as("addresses are short in the sentence, and whole once below it")
                .contains("It says that 0x5aAe…eAed gives the rows, but "
                        + somebody.contributor().brief() + " signed it.")
                .contains("Signed by");
        assertThat(window.lookup(".receive-take")).isNull();
        press(KeyCode.ENTER);
        waitFor("the dialog is gone", () -> window.lookup(".receive-form") == null);
        assertThat(store.contributions().list(NET)).isEmpty();
    }

    private Path gift(String name, @Nullable StatementSigner signer) throws Exception {
        EvmAddress who = signer == null ? EvmAddress.parse(SampleDatanets.PEOPLE[3]) : signer.contributor();
        Path rows = Files.writeString(folder.resolve("rows.jsonl"), """
            {"prompt":"Sell 1 OPEN","completion":"{\\"action\\":\\"sell\\",\\"amount\\":1}","tags":["swap"]}
            {"prompt":"Sell 2 OPEN","completion":"{\\"action\\":\\"sell\\",\\"amount\\":2}","tags":["swap"]}
            {"prompt":"Sell 3 OPEN","completion":"{\\"action\\":\\"sell\\",\\"amount\\":3}"}
            """);
        Path file = folder.resolve(name);
        new ContributionWriter(keys, signer)
                .write(
                        new ContributionPlan(
                                NET,
                                who,
                                List.of(rows),
                                "CC-BY-4.0",
                                Map.of(),
                                Instant.parse("2026-11-20T10:00:00Z"),
                                "Orders that my shop gets every day."),
                        file,
                        problem -> {});
        return file;
    }

    private DatanetServices services() {
        return TestServices.with(store, tasks, window).signatures(keys).build();
    }

    private DatanetScreen page() {
        DatanetScreen screen =
                showScreen(new DatanetScreen(services(), NET, RowFilter.all(), () -> {}, version -> {}, queues::add));
        waitFor("the datanet is read", () -> screen.model().state().get() == ScreenState.READY);
        settle();
        return screen;
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
}
