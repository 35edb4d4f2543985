package cultivar.ui.control;

import atlantafx.base.controls.Popover;
import cultivar.ui.text.Messages;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A small question mark that explains a term: on hover, on click, and to screen readers. */
public final class HelpTip extends Button {
    /** A tip, in one or two sentences. */
    public HelpTip(String explanation) {
        setGraphic(new FontIcon(Feather.HELP_CIRCLE));
        getStyleClass().addAll("flat", "button-icon", "small", "help-tip");
        setAccessibleText(Messages.ui().get("ui.action.help"));
        setAccessibleHelp(explanation);
        Tooltip tooltip = new Tooltip(explanation);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(320);
        setTooltip(tooltip);
        setOnAction(event -> {
            Label text = Texts.body(explanation);
            text.setMaxWidth(300);
            text.getStyleClass().add("help-text");
            Popover popover = new Popover(text);
            popover.setDetachable(false);
            popover.setArrowLocation(Popover.ArrowLocation.TOP_CENTER);
            popover.show(this);
        });
    }
}
