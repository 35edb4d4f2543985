package cultivar.ui.control;

import cultivar.ui.a11y.Described;
import cultivar.ui.text.Messages;
import cultivar.ui.theme.Logo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The window's left rail. A press only asks ({@link #onSelect}); what is marked follows {@link #selectedProperty()},
 * which the shell sets from the navigator's route, so that a refused move marks nothing wrong.
 */
public final class NavRail extends VBox {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private final ObjectProperty<@Nullable String> selected = new SimpleObjectProperty<>(this, "selected");
    private final Map<String, Entry> entries = new HashMap<>();
    private final Messages messages = Messages.ui();
    private Consumer<String> onSelect = id -> {};

    /**
     * A rail.
     *
     * @param name the product's name, beside its mark at the top
     * @param top the main sections
     * @param bottom what belongs to the program, such as settings
     */
    public NavRail(String name, List<NavItem> top, List<NavItem> bottom) {
        getStyleClass().add("nav-rail");
        setAccessibleRole(AccessibleRole.TOOL_BAR);
        setAccessibleText(messages.get("ui.nav.main"));
        setMinWidth(Region.USE_PREF_SIZE);
        Label word = new Label(name, Logo.node(24));
        word.getStyleClass().add("brand");
        Region gap = new Region();
        VBox.setVgrow(gap, Priority.ALWAYS);
        getChildren().add(word);
        top.forEach(item -> getChildren().add(entry(item)));
        getChildren().add(gap);
        bottom.forEach(item -> getChildren().add(entry(item)));
        selected.subscribe(id ->
                entries.forEach((key, entry) -> entry.button().pseudoClassStateChanged(SELECTED, key.equals(id))));
    }

    /** The marked entry. */
    public ObjectProperty<@Nullable String> selectedProperty() {
        return selected;
    }

    /** What happens when an entry is pressed. */
    public NavRail onSelect(Consumer<String> handler) {
        onSelect = handler;
        return this;
    }

    /** Shows a count beside an entry; 0 takes it away. */
    public void setBadge(String id, int count) {
        Entry entry = entry(id);
        entry.badge().setText(count > 99 ? "99+" : Integer.toString(count));
        entry.badge().setVisible(count > 0);
        entry.badge().setManaged(count > 0);
        entry.button()
                .setAccessibleText(
                        count > 0
                                ? messages.get("ui.nav.badge", entry.item().label(), count)
                                : entry.item().label());
    }

    /** Shows a dot beside an entry, for something that goes on or needs a look there. */
    public void setDot(String id, boolean shown) {
        Entry entry = entry(id);
        entry.dot().setVisible(shown);
        entry.dot().setManaged(shown);
        entry.button()
                .setAccessibleText(
                        shown
                                ? messages.get("ui.nav.dot", entry.item().label())
                                : entry.item().label());
    }

    private Entry entry(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("The rail has no entry " + id + ".");
        }
        return entry;
    }

    private Button entry(NavItem item) {
        Label label = new Label(item.label(), new FontIcon(item.icon()));
        label.getStyleClass().add("nav-label");
        label.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(label, Priority.ALWAYS);
        Label badge = new Label();
        badge.getStyleClass().add("nav-badge");
        badge.setVisible(false);
        badge.setManaged(false);
        Region dot = new Region();
        dot.getStyleClass().add("nav-dot");
        dot.setVisible(false);
        dot.setManaged(false);
        HBox content = new HBox(8, label, badge, dot);
        content.setAlignment(Pos.CENTER_LEFT);
        content.setMouseTransparent(true);
        Button button = new Button();
        button.setGraphic(content);
        button.getStyleClass().addAll("flat", "nav-item");
        button.setMaxWidth(Double.MAX_VALUE);
        content.prefWidthProperty().bind(button.widthProperty().subtract(20));
        button.setOnAction(event -> onSelect.accept(item.id()));
        if (item.shortcut() == null) {
            button.setAccessibleText(item.label());
        } else {
            Described.describe(button, item.label(), null, item.shortcut());
        }
        entries.put(item.id(), new Entry(item, button, badge, dot));
        return button;
    }

    private record Entry(NavItem item, Button button, Label badge, Region dot) {}
}
