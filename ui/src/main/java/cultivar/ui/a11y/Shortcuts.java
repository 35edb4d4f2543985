package cultivar.ui.a11y;

import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.util.Subscription;

/** Keys that act while the focus is somewhere inside a node. */
public final class Shortcuts {
    private Shortcuts() {}

    /**
     * Runs an action when the keys are pressed inside {@code root} and nobody nearer to the focus used them.
     *
     * <p>Plain keys (without Control, Alt or Meta) are left alone while somebody types into a text field.
     *
     * @return ends it; give it to the screen's life cycle
     */
    public static Subscription on(Node root, KeyCombination keys, Runnable action) {
        EventHandler<KeyEvent> handler = event -> {
            boolean typing = event.getTarget() instanceof TextInputControl;
            boolean modified = event.isShortcutDown() || event.isControlDown() || event.isAltDown();
            if (keys.match(event) && (modified || !typing || event.getCode().isFunctionKey())) {
                event.consume();
                action.run();
            }
        };
        root.addEventHandler(KeyEvent.KEY_PRESSED, handler);
        return () -> root.removeEventHandler(KeyEvent.KEY_PRESSED, handler);
    }
}
