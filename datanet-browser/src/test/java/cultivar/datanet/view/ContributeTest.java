package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.ReviewState;
import cultivar.datanet.signed.AgreedSigner;
import cultivar.datanet.signed.ContributionFile;
import cultivar.datanet.signed.ContributionPlan;
import cultivar.datanet.signed.ContributionWriter;
import cultivar.datanet.signed.FileCheck;
import cultivar.datanet.signed.Statement;
import cultivar.datanet.signed.StatementSigner;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.Screenshots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of a person's own become a signed file in the window, and come in again as it says. */
class ContributeTest extends StoreFxTest {
    private static final String NET = "market-orders";

    private final TestKeys keys = new TestKeys();
    private final StatementSigner account = keys.account();
    private Path rows;
    private Path target;
    private boolean locked;

    @BeforeEach
    void fill() throws Exception {
        rows = Files.writeString(folder.resolve("mine.jsonl"), """
            {"prompt":"Sell 1 OPEN","completion":"{\\"action\\":\\"sell\\",\\"amount\\":1}","tags":["swap"]}
            {"prompt":"Sell 2 OPEN","completion":"{\\"action\\":\\"sell\\",\\"amount\\":2}","licence":"MIT"}
            {"prompt":"Sell 3 OPEN"}
            """);
        target = folder.resolve("gift.json");
        SampleDatanets.fill(store);
    }

    @Test
    void rowsAreSignedSavedAndTakenInAgain() {
        DatanetScreen page = page();
        Screenshots.take(window, "contribute-page");
        fillIn(page);
        Screenshots.take(window, "contribute-form");
        Accessibility.assertAccessible(window);
        click(find(window, ".contribute-go", Button.class));
        waitFor("what is signed shows", () -> window.lookup(".contribute-signed") != null);
        settle();
        Screenshots.take(window, "contribute-sign");
        Accessibility.assertAccessible(window);
        onFx(button("Sign and save")::fire);
        waitFor("the place shows", () -> window.lookup(".contributed") != null);
        settle();
        Screenshots.take(window, "contribute-done");
        Accessibility.assertAccessible(window);
        assertThat(find(window, ".contributed-file", Label.class).getText()).isEqualTo(target.toString());
        press(KeyCode.ENTER);

        ContributionFile made = ContributionFile.open(target, keys);
        assertThat(made.check().verdict()).isEqualTo(FileCheck.Verdict.INTACT);
        Statement statement = made.statement();
        assertThat(statement.rows()).isEqualTo(2);
        assertThat(statement.licences()).containsExactly("CC-BY-4.0", "MIT");
        assertThat(statement.note()).isEqualTo("Source: My shop\nIntended use: Exact answers");

        onFx(() -> page.importFiles(List.of(target)));
        waitFor("the check shows", () -> window.lookup(".receive-take") != null);
        settle();
        click(find(window, ".receive-take", Button.class));
        waitFor("the file is on the page", () -> page.model().received().size() == 1);
        assertThat(page.model().received().getFirst().of(ReviewState.PENDING)).isEqualTo(2);
    }

    @Test
    void cancellingIsTheDefaultAndLeavesNothing() {
        fillIn(page());
        click(find(window, ".contribute-go", Button.class));
        waitFor("what is signed shows", () -> window.lookup(".contribute-signed") != null);
        settle();
        press(KeyCode.ENTER);
        waitFor("the question is gone", () -> window.lookup(".contribute-signed") == null);
        settle();
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("gift"));
    }

    @Test
    void withoutAnAccountOrAWordOnTheRowsNothingIsSigned() {
        locked = true;
        DatanetScreen page = page();
        onFx(() -> page.contribute(List.of(rows)));
        waitFor("the form shows", () -> window.lookup(".contribute-form") != null);
        settle();
        click(find(window, ".contribute-go", Button.class));
        settle();
        assertThat(window.lookup(".contribute-form")).as("a source is missing").isNotNull();
        Screenshots.take(window, "contribute-missing");
        fields();
        click(find(window, ".contribute-go", Button.class));
        waitFor("the form is gone", () -> window.lookup(".contribute-form") == null);
        settle();
        assertThat(target).doesNotExist();
    }

    @Test
    void onlyWhatWasReadIsSigned() throws Exception {
        ContributionPlan plan = new ContributionPlan(
                NET, account.contributor(), List.of(rows), "CC-BY-4.0", Map.of(), Instant.now(), "Mine");
        AgreedSigner signer = new AgreedSigner(account, ContributionWriter.look(plan, problem -> {}));
        Files.writeString(rows, Files.readString(rows).replace("Sell 1", "Sell 100"));

        assertThatThrownBy(() -> new ContributionWriter(keys, signer).write(plan, target, problem -> {}))
                .hasMessageContaining("changed since you read");
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("gift"));
    }

    private void fillIn(DatanetScreen page) {
        onFx(() -> page.contribute(List.of(rows)));
        waitFor("the form shows", () -> window.lookup(".contribute-form") != null);
        settle();
        fields();
        settle();
    }

    private void fields() {
        onFx(() -> {
            find(window, ".contribute-source", TextField.class).setText("My shop");
            find(window, ".contribute-use", TextField.class).setText("Exact answers");
            find(window, ".contribute-target", TextField.class).setText(target.toString());
        });
    }

    private Button button(String text) {
        return window.lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> text.equals(button.getText()))
                .findFirst()
                .orElseThrow();
    }

    private DatanetScreen page() {
        DatanetServices services = TestServices.with(store, tasks, window)
                .signatures(keys)
                .signing(() -> CompletableFuture.completedFuture(locked ? Optional.empty() : Optional.of(account)))
                .build();
        DatanetScreen screen = new DatanetScreen(services, NET, RowFilter.all(), () -> {}, version -> {}, queue -> {});
        onFx(() -> host.getChildren().setAll(Lifecycle.host(screen)));
        show(window, 1000, 700);
        waitFor("the datanet is read", () -> screen.model().state().get() == ScreenState.READY);
        settle();
        return screen;
    }
}
