package cultivar.app.guide;

import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Texts;
import cultivar.ui.text.Messages;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A slim checklist above the screens: five steps, the next one marked and explained, each leading to its place. */
public final class GuideStrip extends VBox {
    private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");
    private static final PseudoClass NEXT = PseudoClass.getPseudoClass("next");

    private final Messages messages = Messages.load(GuideStrip.class, "cultivar.app.guide.texts");
    private final Map<GuideStep, Button> buttons = new EnumMap<>(GuideStep.class);
    private final Map<GuideStep, StackPane> marks = new EnumMap<>(GuideStep.class);
    private final Label hint = new Label();
    private final Button go;
    private final Consumer<GuideStep> onStep;
    private Optional<GuideStep> next = Optional.empty();

    /**
     * A strip that follows the progress for as long as it lives.
     *
     * @param onStep leads to the place of a step
     * @param onDismiss puts the strip away
     */
    public GuideStrip(ObservableValue<GuideProgress> progress, Consumer<GuideStep> onStep, Runnable onDismiss) {
        this.onStep = onStep;
        getStyleClass().add("guide-strip");
        getStylesheets()
                .add(Objects.requireNonNull(GuideStrip.class.getResource("guide.css"))
                        .toExternalForm());
        HBox steps = new HBox(2);
        steps.setAlignment(Pos.CENTER_LEFT);
        Label title = Texts.overline(messages.get("guide.title"));
        title.setMinWidth(Region.USE_PREF_SIZE);
        steps.getChildren().add(title);
        for (GuideStep step : GuideStep.values()) {
            steps.getChildren().add(button(step));
        }
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        go = Buttons.primary("", Feather.ARROW_RIGHT, this::goOn);
        go.getStyleClass().add("small");
        go.setId("guide-go");
        Button close = Buttons.icon(Feather.X, messages.get("guide.dismiss"), onDismiss);
        close.getStyleClass().add("small");
        steps.getChildren().addAll(gap, go, close);
        hint.getStyleClass().add("guide-hint");
        getChildren().addAll(steps, hint);
        progress.subscribe(this::update);
    }

    private Button button(GuideStep step) {
        StackPane mark = new StackPane();
        mark.getStyleClass().add("guide-mark");
        Button button = new Button(messages.get(step.key()), mark);
        button.getStyleClass().addAll("flat", "guide-step");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> onStep.accept(step));
        buttons.put(step, button);
        marks.put(step, mark);
        return button;
    }

    private void goOn() {
        next.ifPresent(onStep);
    }

    private void update(GuideProgress progress) {
        next = progress.next();
        int number = 0;
        for (GuideStep step : GuideStep.values()) {
            number++;
            boolean done = progress.done(step);
            boolean isNext = next.isPresent() && next.get() == step;
            Button button = Objects.requireNonNull(buttons.get(step));
            button.pseudoClassStateChanged(DONE, done);
            button.pseudoClassStateChanged(NEXT, isNext);
            Objects.requireNonNull(marks.get(step))
                    .getChildren()
                    .setAll(done ? new FontIcon(Feather.CHECK) : new Label(Integer.toString(number)));
            String state = messages.get(done ? "guide.state.done" : isNext ? "guide.state.next" : "guide.state.ahead");
            Described.describe(
                    button, messages.get(step.key()) + ", " + state, messages.get(step.key() + ".help"), null);
        }
        hint.setText(messages.get(next.map(step -> step.key() + ".hint").orElse("guide.finished")));
        go.setVisible(next.isPresent());
        go.setManaged(next.isPresent());
        next.ifPresent(step -> go.setText(messages.get(step.key() + ".go")));
    }
}
