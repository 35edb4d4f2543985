package cultivar.ui.control;

import cultivar.ui.a11y.Described;
import cultivar.ui.text.Messages;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Copies a text to the clipboard and shows for a moment that it did. */
public final class CopyButton extends Button {
    private final FontIcon icon = new FontIcon(Feather.COPY);
    private final PauseTransition moment = new PauseTransition(Duration.seconds(1.5));

    /**
     * A copy button.
     *
     * @param name what it does, for example "Copy address"
     * @param text gives the text at the time of the click
     */
    public CopyButton(String name, Supplier<String> text) {
        setGraphic(icon);
        getStyleClass().addAll("flat", "button-icon", "small", "copy-button");
        Described.describe(this, name);
        String copied = Messages.ui().get("ui.action.copied");
        moment.setOnFinished(event -> {
            icon.setIconCode(Feather.COPY);
            setAccessibleText(name);
        });
        setOnAction(event -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(text.get());
            Clipboard.getSystemClipboard().setContent(content);
            icon.setIconCode(Feather.CHECK);
            setAccessibleText(copied);
            moment.playFromStart();
        });
    }
}
