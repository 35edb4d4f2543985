package cultivar.ui.dialog;

import atlantafx.base.controls.ModalPane;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The window's root: its content, toasts above it, dialogs above all. */
public final class OverlayPane extends StackPane {
    private final Dialogs dialogs;
    private final Notifications notifications;

    /** A root around the window's content. */
    public OverlayPane(Node content) {
        getStyleClass().add("overlay-root");
        VBox toasts = new VBox(10);
        toasts.getStyleClass().add("toasts");
        toasts.setAlignment(Pos.BOTTOM_RIGHT);
        toasts.setPickOnBounds(false);
        toasts.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        setAlignment(toasts, Pos.BOTTOM_RIGHT);
        ModalPane modal = new ModalPane();
        getChildren().addAll(content, toasts, modal);
        dialogs = new ModalDialogs(modal, content);
        notifications = new ToastNotifications(toasts);
    }

    /** Questions in this window. */
    public Dialogs dialogs() {
        return dialogs;
    }

    /** Messages in this window. */
    public Notifications notifications() {
        return notifications;
    }
}
