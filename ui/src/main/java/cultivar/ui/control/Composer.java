package cultivar.ui.control;

import cultivar.ui.a11y.Described;
import cultivar.ui.a11y.TextAreas;
import cultivar.ui.text.Messages;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Where a message is written: it grows with its text up to eight lines; Enter sends, Shift+Enter starts a line; while
 * an answer is coming the button stops it.
 */
public final class Composer extends HBox {
    private static final double LINES = 8;
    private static final double PADDING = 20;

    private final TextArea area = TextAreas.leftByTab(new TextArea());
    private final Button button = new Button();
    private final BooleanProperty busy = new SimpleBooleanProperty(this, "busy");
    private final Messages messages = Messages.ui();
    private final Text measure = new Text();

    /**
     * A composer.
     *
     * @param onSend gets the stripped text, which is never empty
     * @param onStop asks for the coming answer to end
     */
    public Composer(Consumer<String> onSend, Runnable onStop) {
        getStyleClass().add("composer");
        setAlignment(Pos.BOTTOM_RIGHT);
        area.setWrapText(true);
        area.setPromptText(messages.get("ui.composer.prompt"));
        area.setAccessibleText(messages.get("ui.composer.prompt"));
        area.setAccessibleHelp(messages.get("ui.composer.help"));
        HBox.setHgrow(area, Priority.ALWAYS);
        area.textProperty().subscribe(value -> grow());
        area.widthProperty().subscribe(value -> grow());
        button.getStyleClass().addAll("accent", "button-icon", "send-button");
        area.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && !event.isAltDown() && !event.isControlDown()) {
                event.consume();
                if (event.isShiftDown()) {
                    area.replaceSelection("\n");
                } else if (!busy.get()) {
                    send(onSend);
                }
            }
        });
        button.setOnAction(event -> {
            if (busy.get()) {
                onStop.run();
            } else {
                send(onSend);
            }
        });
        busy.subscribe(isBusy -> {
            button.setGraphic(new FontIcon(isBusy ? Feather.SQUARE : Feather.ARROW_UP));
            Described.describe(button, messages.get(isBusy ? "ui.action.stop" : "ui.action.send"));
        });
        button.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> !busy.get() && area.getText().isBlank(), busy, area.textProperty()));
        getChildren().addAll(area, button);
    }

    /** The text being written. */
    public StringProperty textProperty() {
        return area.textProperty();
    }

    /** What the empty composer says. */
    public StringProperty promptProperty() {
        return area.promptTextProperty();
    }

    /** Whether an answer is coming. */
    public BooleanProperty busyProperty() {
        return busy;
    }

    /** Puts the cursor here. */
    @Override
    public void requestFocus() {
        area.requestFocus();
    }

    private void send(Consumer<String> onSend) {
        String text = area.getText().strip();
        if (!text.isEmpty()) {
            area.clear();
            onSend.accept(text);
        }
    }

    private void grow() {
        measure.setFont(area.getFont());
        measure.setText("x");
        double line = measure.getLayoutBounds().getHeight();
        measure.setText(area.getText() + "x");
        measure.setWrappingWidth(Math.max(40, area.getWidth() - 2 * PADDING));
        double height = Math.min(measure.getLayoutBounds().getHeight(), LINES * line);
        measure.setWrappingWidth(0);
        area.setPrefHeight(height + PADDING);
        area.setMinHeight(line + PADDING);
    }
}
