package cultivar.wallet.view;

import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.screen.StatePane;
import cultivar.ui.task.Task;
import cultivar.wallet.registry.Verification;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** What was sent from here, each entry with a button that recomputes it. */
public final class ActivityScreen implements Screen {
    private final ActivityServices services;
    private final Words words = new Words();
    private final VBox list = new VBox(16);
    private final StatePane states;
    private final Page page;
    private List<SentEntry> shown = List.of();
    private @Nullable Task<?> verifying;

    /** An activity screen that has not looked yet. */
    public ActivityScreen(ActivityServices services) {
        this.services = services;
        page = new Page(words.get("activity.title"), words.get("activity.subtitle"));
        list.setMaxWidth(860);
        page.scrollingBody(list);
        Node body = page.getChildren().getLast();
        states = new StatePane(body)
                .loading(words.get("activity.loading"))
                .empty(
                        Feather.CLOCK,
                        words.get("activity.empty.title"),
                        words.get("activity.empty.text"),
                        Buttons.primary(words.get("activity.empty.action"), Feather.UPLOAD_CLOUD, services.publish()));
        page.body(states);
    }

    @Override
    public Node view() {
        return page;
    }

    @Override
    public void onShow(Lifecycle scope) {
        scope.add(services.tasks()
                .load(words.get("activity.loading"), context -> services.sent().call())
                .onResult(found -> {
                    if (!found.equals(shown)) {
                        shown = found;
                        list.getChildren()
                                .setAll(found.stream().map(this::entry).toList());
                    }
                    states.stateProperty().set(found.isEmpty() ? ScreenState.EMPTY : ScreenState.READY);
                })
                .onFailure(error -> states.fail(new Failure(words.get("activity.failed"), Words.line(error)))));
    }

    private Node entry(SentEntry entry) {
        KeyValueGrid grid = new KeyValueGrid()
                .text(words.get("activity.token"), entry.token())
                .mono(words.get("activity.transaction"), entry.transaction())
                .text(words.get("activity.block"), Long.toString(entry.block()))
                .text(words.get("activity.fee"), entry.fee());
        VBox result = new VBox();
        Button verify = Buttons.secondary(words.get("activity.verify"), Feather.CHECK_SQUARE, () -> {});
        verify.setId("activity-verify");
        Badge state = new Badge(words.get("activity.registered"), Tone.SUCCESS);
        verify.setOnAction(event -> verify(entry, verify, state, result));
        Label when = Texts.caption(words.get(
                "activity.when",
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .format(entry.when().atZone(ZoneId.systemDefault())),
                entry.network()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(10, Texts.heading(words.get("activity.entry", entry.adapter())), state, gap, verify);
        head.setAlignment(Pos.CENTER_LEFT);
        return new Card(new VBox(2, head, when), grid, result);
    }

    private void verify(SentEntry entry, Button button, Badge state, VBox result) {
        button.setDisable(true);
        verifying = services.tasks()
                .io(
                        words.get("activity.verify.task", entry.adapter()),
                        context -> services.verify().verify(entry))
                .onResult((Verification found) -> {
                    state.set(
                            words.get(found.holds() ? "verify.holds" : "activity.differs"),
                            found.holds() ? Tone.SUCCESS : Tone.DANGER);
                    result.getChildren().setAll(new VerificationTable(found));
                    if (found.holds()) {
                        services.verified().accept(entry);
                    }
                })
                .onFailure(error -> {
                    Label line = Texts.body(Words.line(error));
                    line.getStyleClass().add("error-text");
                    result.getChildren().setAll(line);
                })
                .onEnd(() -> button.setDisable(false));
    }

    /** What is being recomputed, for tests that wait. */
    @Nullable
    Task<?> verifying() {
        return verifying;
    }
}
