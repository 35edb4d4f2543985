package cultivar.ui.a11y;

import cultivar.ui.text.Messages;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** One call that names a node for everybody: tooltip, accessible text and accessible help. */
public final class Described {
    private Described() {}

    /**
     * Describes a node with words from a bundle: {@code key} is its name, {@code key.help} (optional) what it does.
     *
     * @return the node
     */
    public static <N extends Node> N describe(N node, Messages messages, String key) {
        return describe(node, messages, key, null);
    }

    /** As {@link #describe(Node, Messages, String)}, with the keys that do the same shown in the tooltip. */
    public static <N extends Node> N describe(
            N node, Messages messages, String key, @Nullable KeyCombination shortcut) {
        return describe(node, messages.get(key), messages.find(key + ".help").orElse(null), shortcut);
    }

    /** Describes a node by name only. */
    public static <N extends Node> N describe(N node, String name) {
        return describe(node, name, null, null);
    }

    /**
     * Describes a node.
     *
     * @param name what it is, short
     * @param help what happens when it is used, or null
     * @param shortcut the keys that do the same, or null
     * @return the node
     */
    public static <N extends Node> N describe(
            N node, String name, @Nullable String help, @Nullable KeyCombination shortcut) {
        node.setAccessibleText(name);
        if (help != null) {
            node.setAccessibleHelp(help);
        }
        if (node instanceof Control control) {
            tooltip(control, name, help, shortcut);
        }
        return node;
    }

    /**
     * Ties a visible label to its field: mnemonic target, and accessible name if the field has none yet.
     *
     * @return the field
     */
    public static <N extends Node> N labelled(N field, Label label) {
        label.setLabelFor(field);
        if (field.getAccessibleText() == null || field.getAccessibleText().isBlank()) {
            field.setAccessibleText(label.getText());
        }
        return field;
    }

    private static void tooltip(
            Control control, String name, @Nullable String help, @Nullable KeyCombination shortcut) {
        boolean nameIsVisible = control instanceof Labeled labeled && name.equals(labeled.getText());
        String first = shortcut == null ? name : name + "  " + shortcut.getDisplayText();
        String text = help == null ? first : nameIsVisible && shortcut == null ? help : first + "\n" + help;
        if (nameIsVisible && help == null && shortcut == null) {
            return;
        }
        Tooltip tooltip = new Tooltip(text);
        tooltip.setShowDelay(Duration.millis(400));
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(320);
        control.setTooltip(tooltip);
    }
}
