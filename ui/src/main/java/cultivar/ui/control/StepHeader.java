package cultivar.ui.control;

import cultivar.ui.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The steps of a wizard: done, current, ahead. Steps that were reached can be gone back to. */
public final class StepHeader extends HBox {
    private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

    private final IntegerProperty current = new SimpleIntegerProperty(this, "current", 0);
    private final List<String> names;
    private final List<Button> buttons = new ArrayList<>();
    private final List<Region> lines = new ArrayList<>();
    private final Messages messages = Messages.ui();
    private int reached;
    private IntConsumer onSelect = step -> {};

    /** A header that is at the first step. */
    public StepHeader(List<String> names) {
        this.names = List.copyOf(names);
        getStyleClass().add("step-header");
        setAlignment(Pos.CENTER_LEFT);
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                Region line = new Region();
                line.getStyleClass().add("step-line");
                HBox.setHgrow(line, Priority.ALWAYS);
                lines.add(line);
                getChildren().add(line);
            }
            int step = i;
            Button button = new Button(names.get(i), new StackPane());
            button.getStyleClass().addAll("flat", "step");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(event -> onSelect.accept(step));
            buttons.add(button);
            getChildren().add(button);
        }
        current.subscribe(value -> update());
    }

    /** The current step, from 0. */
    public IntegerProperty currentProperty() {
        return current;
    }

    /** What happens when a reached step is pressed; the header itself does not move. */
    public StepHeader onSelect(IntConsumer handler) {
        onSelect = handler;
        return this;
    }

    private void update() {
        int now = current.get();
        reached = Math.max(reached, now);
        for (int i = 0; i < buttons.size(); i++) {
            boolean done = i < now;
            Button button = buttons.get(i);
            button.pseudoClassStateChanged(DONE, done);
            button.pseudoClassStateChanged(CURRENT, i == now);
            button.setDisable(i > reached);
            StackPane mark = new StackPane(done ? new FontIcon(Feather.CHECK) : new Label(Integer.toString(i + 1)));
            mark.getStyleClass().add("step-mark");
            button.setGraphic(mark);
            String key = done ? "ui.steps.done" : i == now ? "ui.steps.current" : "ui.steps.ahead";
            button.setAccessibleText(messages.get(key, names.get(i)));
            if (i > 0) {
                lines.get(i - 1).pseudoClassStateChanged(DONE, i <= now);
            }
        }
        setAccessibleText(messages.get("ui.steps.position", now + 1, names.size(), names.get(now)));
    }
}
