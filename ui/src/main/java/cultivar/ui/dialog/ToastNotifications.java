package cultivar.ui.dialog;

import atlantafx.base.util.Animations;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Tone;
import cultivar.ui.text.Messages;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Toasts at the bottom right: at most four, the oldest goes first; the pointer on one keeps it. */
final class ToastNotifications implements Notifications {
    private static final int SHOWN = 4;
    private static final Duration STAY = Duration.seconds(6);

    private final VBox toasts;
    private final Messages messages = Messages.ui();

    ToastNotifications(VBox toasts) {
        this.toasts = toasts;
    }

    @Override
    public void show(Notice notice) {
        Label text = new Label(notice.text());
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        FontIcon icon = new FontIcon(icon(notice.tone()));
        icon.getStyleClass().add("toast-icon");
        HBox toast = new HBox(12, icon, text);
        toast.setAlignment(Pos.CENTER_LEFT);
        toast.getStyleClass().add("toast");
        toast.setAccessibleRole(AccessibleRole.TEXT);
        toast.setAccessibleText(notice.text());
        notice.tone().dress(toast);
        Runnable go = () -> toasts.getChildren().remove(toast);
        Runnable onAction = notice.onAction();
        if (notice.action() != null && onAction != null) {
            Button action = Buttons.quiet(notice.action(), null, () -> {
                go.run();
                onAction.run();
            });
            action.getStyleClass().addAll("small", "toast-action");
            toast.getChildren().add(action);
        }
        Button close = Buttons.icon(Feather.X, messages.get("ui.toast.close"), go);
        close.getStyleClass().add("small");
        toast.getChildren().add(close);
        toasts.getChildren().add(toast);
        if (toasts.getChildren().size() > SHOWN) {
            toasts.getChildren().removeFirst();
        }
        if (notice.tone() != Tone.DANGER) {
            leaveAfterAWhile(toast, go);
        }
        if (!toast.getScene().getPreferences().isReducedMotion()) {
            Animations.fadeIn(toast, Duration.millis(160)).play();
        }
    }

    private static void leaveAfterAWhile(HBox toast, Runnable go) {
        PauseTransition stay = new PauseTransition(STAY);
        stay.setOnFinished(event -> go.run());
        toast.hoverProperty().subscribe(hovered -> {
            if (hovered) {
                stay.stop();
            } else {
                stay.playFromStart();
            }
        });
    }

    private static Ikon icon(Tone tone) {
        return switch (tone) {
            case SUCCESS, ACCENT -> Feather.CHECK_CIRCLE;
            case INFO, NEUTRAL -> Feather.INFO;
            case WARNING -> Feather.ALERT_TRIANGLE;
            case DANGER -> Feather.ALERT_OCTAGON;
        };
    }
}
