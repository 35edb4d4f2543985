package cultivar.ui.control;

import cultivar.ui.task.TaskRunner;
import cultivar.ui.text.Messages;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The window's bottom line: states at the left, running work at the right. */
public final class StatusBar extends HBox {
    private final HBox items = new HBox(2);

    /** A bar that shows what the runner runs. */
    public StatusBar(TaskRunner runner) {
        getStyleClass().add("app-status-bar");
        setAccessibleRole(AccessibleRole.TOOL_BAR);
        setAccessibleText(Messages.ui().get("ui.status.title"));
        setAlignment(Pos.CENTER_LEFT);
        items.setAlignment(Pos.CENTER_LEFT);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        getChildren().addAll(items, gap, new TaskBar(runner.running()));
    }

    /**
     * Adds a state.
     *
     * @param name what it is about, for example "Engine"
     * @param onPress leads to more about it
     */
    public StatusItem add(String name, Runnable onPress) {
        StatusItem item = new StatusItem(name, onPress);
        items.getChildren().add(item);
        return item;
    }
}
