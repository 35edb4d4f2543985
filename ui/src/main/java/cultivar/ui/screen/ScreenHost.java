package cultivar.ui.screen;

import javafx.scene.layout.StackPane;

/** The part of the window that shows the navigator's present screen. */
public final class ScreenHost extends StackPane {
    private final Navigator navigator;

    /** A host that follows the navigator for as long as it lives. */
    public ScreenHost(Navigator navigator) {
        this.navigator = navigator;
        getStyleClass().add("screen-host");
        navigator.screenProperty().subscribe(screen -> {
            if (screen == null) {
                getChildren().clear();
            } else {
                getChildren().setAll(Lifecycle.host(screen));
            }
        });
    }

    /** The navigator that it follows. */
    public Navigator navigator() {
        return navigator;
    }
}
