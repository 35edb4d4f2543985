package cultivar.ui.test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeView;
import org.jspecify.annotations.Nullable;

/** The rules that let everybody use a screen. */
public final class Accessibility {
    private Accessibility() {}

    /** Fails if something interactive in the tree has no name, or a text field neither a name nor a label. */
    public static void assertAccessible(Parent root) {
        List<String> nameless = FxExtension.call(() -> {
            root.applyCss();
            Set<Node> labelled = new HashSet<>();
            collectLabelled(root, labelled);
            List<String> found = new ArrayList<>();
            check(root, labelled, "", found);
            return found;
        });
        if (!nameless.isEmpty()) {
            throw new AssertionError("Without an accessible name:\n  " + String.join("\n  ", nameless));
        }
    }

    private static void collectLabelled(Node node, Set<Node> into) {
        if (node instanceof Label label && label.getLabelFor() != null) {
            into.add(label.getLabelFor());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collectLabelled(child, into));
        }
    }

    private static void check(Node node, Set<Node> labelled, String path, List<String> found) {
        if (!node.isVisible()) {
            return;
        }
        String here = path + "/" + node.getClass().getSimpleName() + node.getStyleClass();
        if (interactive(node) && !labelled.contains(node) && isBlank(name(node))) {
            found.add(here);
        }
        // What a control builds inside itself is its own business.
        if (node instanceof Parent parent && !ownsItsParts(node)) {
            parent.getChildrenUnmodifiable().forEach(child -> check(child, labelled, here, found));
        }
    }

    private static boolean interactive(Node node) {
        return node instanceof ButtonBase
                || node instanceof TextInputControl
                || node instanceof ComboBoxBase
                || node instanceof ChoiceBox
                || node instanceof Slider
                || node instanceof Spinner
                || node instanceof ListView
                || node instanceof TableView
                || node instanceof TreeView
                || (node.isFocusTraversable()
                        && node instanceof Control
                        && !(node instanceof ScrollBar)
                        && !(node instanceof javafx.scene.control.ScrollPane));
    }

    private static boolean ownsItsParts(Node node) {
        return node instanceof TextInputControl
                || node instanceof ComboBoxBase
                || node instanceof Spinner
                || node instanceof Slider
                || node instanceof ScrollBar;
    }

    private static @Nullable String name(Node node) {
        if (!isBlank(node.getAccessibleText())) {
            return node.getAccessibleText();
        }
        return node instanceof Labeled labeled ? labeled.getText() : null;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
