package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.review.ReviewLedger;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.Screenshots;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The tagging desk in a real window over a real store, by keys alone. */
class DeskTest extends StoreFxTest {
    private static final int ROWS = 200;

    private DeskScreen desk() {
        store.create(new DatanetCard(
                "orders",
                "Orders",
                "Requests and what they mean.",
                "",
                "1. One trade in each row.\n2. Nobody is named.",
                List.of(
                        new DatanetCard.TagMeaning("swap", "one token for another"),
                        new DatanetCard.TagMeaning("stake", "lock a token"),
                        new DatanetCard.TagMeaning("unclear", "")),
                "CC0-1.0"));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            lines.append("{\"prompt\": \"swap %d OPEN for USDC\", \"completion\": \"{\\\"amount\\\": %d}\"}\n"
                    .formatted(i, i));
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        var _ = store.importRows(
                "orders",
                "orders.jsonl",
                new ByteArrayInputStream(bytes),
                bytes.length,
                Split.TRAIN,
                new RowDefaults(EvmAddress.NOBODY, "CC0-1.0"),
                ImportListener.NONE);
        var _ = store.curation()
                .applyToAll("orders", RowFilter.all(), cultivar.datanet.RowEdit.reopen(), DatanetStore.OWNER);
        return open("orders");
    }

    private DeskScreen open(String datanet) {
        DeskScreen screen = new DeskScreen(
                TestServices.with(store, tasks, window).desk(settings).build(),
                datanet,
                RowFilter.all().withState(ReviewState.PENDING),
                () -> {});
        onFx(() -> host.getChildren().setAll(Lifecycle.host(screen)));
        show(window, 1000, 700);
        waitFor("the queue is read", () -> screen.model().state().get() == ScreenState.READY);
        settle();
        return screen;
    }

    private void saved(DeskScreen screen) {
        waitFor("all is saved", () -> screen.model().unsaved().get() == 0);
    }

    private long count(ReviewState state) {
        return store.curation().counts("orders").of(state);
    }

    @Test
    void twoHundredRowsAreDecidedByKeysAloneAndAllTakenBack() {
        settings.set(settings.get().withSuggest(false));
        DeskScreen screen = desk();
        Screenshots.take(window, "desk");
        Accessibility.assertAccessible(window);
        for (int i = 0; i < ROWS; i++) {
            press(i % 2 == 0 ? KeyCode.DIGIT1 : KeyCode.DIGIT2);
            press(i % 3 == 0 ? KeyCode.X : KeyCode.ENTER);
        }
        saved(screen);
        assertThat(screen.model().rows()).isEmpty();
        assertThat(count(ReviewState.PENDING)).isZero();
        assertThat(count(ReviewState.REJECTED)).isEqualTo(67);
        assertThat(store.count("orders", RowFilter.all().withTag("stake"))).isEqualTo(ROWS / 2);
        Screenshots.take(window, "desk-end");
        assertThat(find(window, ".row-detail .label", Label.class).getText()).contains("Choose another queue");
        assertThat(find(window, ".desk-accept", Button.class).isDisabled()).isTrue();
        assertThat(find(window, ".desk-undo", Button.class).isDisabled()).isFalse();
        for (int i = 0; i < 2 * ROWS; i++) {
            press(KeyCode.Z);
        }
        saved(screen);
        assertThat(count(ReviewState.PENDING)).isEqualTo(ROWS);
        assertThat(store.count("orders", RowFilter.all().withTag("stake"))).isZero();
        assertThat(screen.model().rows()).hasSize(ROWS);
        assertThat(screen.model().selected().get())
                .isEqualTo(screen.model().rows().getFirst());
    }

    @Test
    void skipGoesOnAndUndoComesBack() {
        DeskScreen screen = desk();
        StoredRow first = screen.model().selected().get();
        press(KeyCode.S);
        assertThat(screen.model().selected().get()).isNotEqualTo(first);
        press(KeyCode.Z);
        assertThat(screen.model().selected().get()).isEqualTo(first);
        assertThat(count(ReviewState.PENDING)).isEqualTo(ROWS);
    }

    @Test
    void allThatMatchAreDecidedInOneStep() {
        DeskScreen screen = desk();
        press(KeyCode.SLASH);
        TextField search = find(window, ".desk-search", TextField.class);
        onFx(() -> search.setText("swap 7"));
        waitFor("the queue is narrowed", () -> screen.model().matching().get() < ROWS);
        settle();
        long matching = screen.model().matching().get();
        assertThat(matching).isPositive();
        onFx(() -> screen.steps().decideAll(cultivar.datanet.RowEdit.reject("doubtful"), "Reject"));
        settle();
        Screenshots.take(window, "desk-all");
        press(KeyCode.ENTER);
        waitFor("they are rejected", () -> count(ReviewState.REJECTED) == matching);
        saved(screen);
        settle();
        onFx(screen.steps()::undo);
        saved(screen);
        assertThat(count(ReviewState.PENDING)).isEqualTo(ROWS);
    }

    @Test
    void aQueueThatIsReadAnewKnowsWhatWasDecidedBefore() {
        DeskScreen screen = desk();
        AtomicBoolean anew = new AtomicBoolean();
        onFx(() -> screen.model().rows().addListener((ListChangeListener<StoredRow>) change -> {
            while (change.next()) {
                // A decision takes one row out of the list, and a list that is read takes the place of all.
                anew.compareAndSet(false, change.getRemovedSize() > 1);
            }
        }));
        onFx(() -> {
            for (int i = 0; i < 40; i++) {
                screen.steps().accept();
            }
            screen.load();
            for (int i = 0; i < 3; i++) {
                screen.steps().accept();
            }
        });
        saved(screen);
        waitFor(
                "the queue is read",
                () -> anew.get()
                        && screen.model().matching().get() == ROWS - 43
                        && screen.model().rows().size() == ROWS - 43
                        && screen.model().rows().stream().noneMatch(Objects::isNull));
        assertThat(count(ReviewState.PENDING)).isEqualTo(ROWS - 43);
        assertThat(screen.model().rows().ids())
                .containsExactlyElementsOf(
                        store.page("orders", RowFilter.all().withState(ReviewState.PENDING), 0, ROWS).rows().stream()
                                .map(StoredRow::id)
                                .toList());
    }

    @Test
    void aStepThatChangedNothingTakesNothingElseBack() {
        DeskScreen screen = desk();
        press(KeyCode.ENTER);
        saved(screen);
        onFx(() -> screen.filter(RowFilter.all().withState(ReviewState.ACCEPTED)));
        waitFor("the accepted row is shown", () -> screen.model().matching().get() == 1);
        press(KeyCode.ENTER);
        press(KeyCode.Z);
        saved(screen);
        assertThat(count(ReviewState.ACCEPTED)).isOne();
        press(KeyCode.Z);
        saved(screen);
        assertThat(count(ReviewState.ACCEPTED)).isZero();
    }

    @Test
    void anyKeyCanBeChanged() {
        DeskScreen screen = desk();
        onFx(() -> find(window, ".desk-list", ListView.class).requestFocus());
        onFx(() -> screen.view()
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "?", "?", KeyCode.SLASH, true, false, false, false)));
        settle();
        click(find(window, ".key-accept", Button.class));
        press(KeyCode.X);
        Label told = find(window, ".keys-told", Label.class);
        assertThat(told.getText()).contains("X is the key of: Reject the row");
        Screenshots.take(window, "desk-keys");
        Accessibility.assertAccessible(window);
        press(KeyCode.A);
        assertThat(settings.get().keys()).containsExactly(Map.entry("accept", "A"));
        press(KeyCode.ESCAPE);
        settle();
        press(KeyCode.A);
        saved(screen);
        assertThat(count(ReviewState.ACCEPTED)).isOne();
        press(KeyCode.ENTER);
        saved(screen);
        assertThat(count(ReviewState.ACCEPTED)).as("Enter does nothing now").isOne();
        assertThat(find(window, ".desk-accept .key-cap", Label.class).getText()).isEqualTo("A");
        onFx(() -> screen.changeKeys(DeskKeys.usual()));
        assertThat(settings.get()).isEqualTo(DeskSettings.defaults());
    }

    @Test
    void tagsOfSimilarRowsAreSuggestedAndAcceptedWithTheRow() {
        DeskScreen screen = desk();
        // At once, so that nothing is suggested meanwhile, which the key would take away.
        onFx(() -> {
            for (int i = 0; i < 3; i++) {
                screen.steps().toggleTag("swap");
                screen.steps().accept();
            }
        });
        saved(screen);
        // The row was looked at before the last one was decided; one that comes now knows them all.
        press(KeyCode.S);
        waitFor("a tag is suggested", () -> screen.suggestions().shown().get().containsKey("swap"));
        settle();
        Accessibility.assertAccessible(window);
        long row = screen.model().selected().get().id();
        press(KeyCode.ENTER);
        saved(screen);
        assertThat(store.rows(List.of(row)).getFirst().contribution().tags()).containsExactly("swap");
        assertThat(count(ReviewState.ACCEPTED)).isEqualTo(4);
        press(KeyCode.Z);
        saved(screen);
        assertThat(store.rows(List.of(row)).getFirst().contribution().tags())
                .as("one undo takes the decision and the tag back")
                .isEmpty();
        press(KeyCode.S);
        waitFor("a tag is suggested", () -> !screen.suggestions().shown().get().isEmpty());
        long next = screen.model().selected().get().id();
        press(KeyCode.DIGIT1);
        press(KeyCode.ENTER);
        saved(screen);
        assertThat(store.rows(List.of(next)).getFirst().contribution().tags())
                .as("its key removes a suggestion")
                .isEmpty();
    }

    @Test
    void similarRowsAreFoundByContent() {
        DeskScreen screen = desk();
        StoredRow first = screen.model().selected().get();
        press(KeyCode.F);
        waitFor("similar rows are shown", () -> screen.model().matching().get() == RowPages.SIZE);
        settle();
        Screenshots.take(window, "desk-similar");
        assertThat(screen.model().rows().getFirst()).isEqualTo(first);
        press(KeyCode.ENTER);
        saved(screen);
        assertThat(screen.model().rows().getFirst().state()).isEqualTo(ReviewState.ACCEPTED);
        click(find(window, ".queue-pending", ToggleButton.class));
        waitFor("the queue is back", () -> screen.model().matching().get() == ROWS - 1);
    }

    @Test
    void aSecondReviewerDecidesBlindAndDisagreementsAreSettled() {
        DeskScreen screen = desk();
        onFx(() -> screen.review("Ada"));
        for (int i = 0; i < 6; i++) {
            press(i < 4 ? KeyCode.ENTER : KeyCode.X);
        }
        saved(screen);
        onFx(() -> screen.review("Bo"));
        assertThat(settings.get().reviewer()).isEqualTo("Bo");
        waitFor(
                "the ledger is read",
                () -> find(window, ".queue-second", ToggleButton.class)
                        .getText()
                        .endsWith(" 6"));
        settle();
        click(find(window, ".queue-second", ToggleButton.class));
        waitFor("Bo sees what Ada decided", () -> screen.model().matching().get() == 6);
        assertThat(screen.model().rows())
                .as("but not what")
                .allMatch(row ->
                        row.state() == ReviewState.PENDING && row.reason().isEmpty());
        settle();
        Screenshots.take(window, "desk-second");
        Accessibility.assertAccessible(window);
        for (int i = 0; i < 6; i++) {
            press(i == 0 || i > 3 ? KeyCode.X : KeyCode.ENTER);
        }
        saved(screen);
        assertThat(screen.model().rows()).isEmpty();
        ReviewLedger ledger = new ReviewLedger(store.curation().decisions("orders"));
        // Both accepted 3 and rejected 2; Ada accepted one more: p_o = 5/6, p_e = (4 * 3 + 2 * 3) / 36.
        assertThat(ledger.pairs().getFirst().kappa().orElseThrow()).isCloseTo(2.0 / 3, within(1e-12));
        waitFor(
                "the disagreement is counted",
                () -> find(window, ".queue-disputed", ToggleButton.class)
                        .getText()
                        .endsWith(" 1"));
        settle();
        click(find(window, ".queue-disputed", ToggleButton.class));
        waitFor("the disagreement is shown", () -> screen.model().matching().get() == 1);
        settle();
        Screenshots.take(window, "desk-disputed");
        click(find(window, ".desk-agreement", Button.class));
        Screenshots.take(window, "desk-agreement");
        Accessibility.assertAccessible(window);
        press(KeyCode.ESCAPE);
        press(KeyCode.ENTER);
        saved(screen);
        assertThat(new ReviewLedger(store.curation().decisions("orders")).disputed())
                .isEmpty();
        for (int i = 0; i < 7; i++) {
            press(KeyCode.Z);
        }
        saved(screen);
        assertThat(new ReviewLedger(store.curation().decisions("orders")).pairs())
                .as("Bo took back all that was Bo's")
                .isEmpty();
        assertThat(count(ReviewState.ACCEPTED)).isEqualTo(4);
    }

    @Test
    void aDeskWhoseWindowIsHiddenAsksNothing() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("cultivar.ui.task");
        ListAppender<ILoggingEvent> warnings = new ListAppender<>();
        warnings.start();
        logger.addAppender(warnings);
        try {
            DeskScreen screen = desk();
            press(KeyCode.ENTER);
            saved(screen);
            onFx(() -> {
                window.getScene().getWindow().hide();
                tasks.close();
            });
            // Longer than the desk's timers wait.
            Thread.sleep(600);
            settle();
            assertThat(warnings.list).isEmpty();
        } finally {
            logger.detachAppender(warnings);
        }
    }

    @Test
    void manyTagsAndLongGuidelinesHaveRoom() {
        store.installDemos();
        DeskScreen screen = open("defi-intents");
        assertThat(screen.tags()).hasSizeGreaterThan(7);
        Screenshots.take(window, "desk-demo");
        Screenshots.take(window, "desk-demo-narrow", 1072, 660);
        Accessibility.assertAccessible(window);
    }
}
