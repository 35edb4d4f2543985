package cultivar.ui.control;

import atlantafx.base.controls.Popover;
import cultivar.ui.task.Task;
import cultivar.ui.text.Messages;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The oldest running task with its progress; a press lists all of them, each with a way to stop it. */
public final class TaskBar extends HBox {
    private final ObservableList<? extends Task<?>> tasks;
    private final Messages messages = Messages.ui();
    private final Label title = new Label();
    private final Label more = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Button button = new Button();
    private final VBox list = new VBox();
    private @Nullable Popover popover;

    /** A bar over a list that changes on the FX thread and lives as long as the window. */
    public TaskBar(ObservableList<? extends Task<?>> tasks) {
        this.tasks = tasks;
        getStyleClass().add("task-bar");
        setAlignment(Pos.CENTER_RIGHT);
        title.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        title.setMaxWidth(260);
        more.getStyleClass().add("caption");
        bar.setPrefWidth(120);
        bar.setMinWidth(120);
        HBox content = new HBox(10, title, bar, more);
        content.setAlignment(Pos.CENTER_RIGHT);
        // A progress bar swallows presses; they are the button's.
        content.setMouseTransparent(true);
        button.setGraphic(content);
        button.getStyleClass().addAll("flat", "status-item", "task-button");
        button.setOnAction(event -> toggle());
        list.getStyleClass().add("task-list");
        getChildren().add(button);
        tasks.addListener((ListChangeListener<Task<?>>) change -> update());
        update();
    }

    private void update() {
        bar.progressProperty().unbind();
        boolean idle = tasks.isEmpty();
        button.setVisible(!idle);
        if (idle) {
            list.getChildren().setAll(Texts.muted(messages.get("ui.tasks.none")));
            if (popover != null) {
                popover.hide();
            }
            return;
        }
        Task<?> first = tasks.getFirst();
        title.setText(first.title());
        bar.progressProperty().bind(first.progressProperty());
        more.setText(tasks.size() > 1 ? "+" + (tasks.size() - 1) : "");
        more.setManaged(tasks.size() > 1);
        button.setAccessibleText(messages.get("ui.tasks.count", tasks.size()) + ": " + first.title());
        list.getChildren().setAll(tasks.stream().map(ProgressRow::of).toList());
    }

    private void toggle() {
        if (popover != null && popover.isShowing()) {
            popover.hide();
            return;
        }
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(360);
        scroll.setPrefViewportWidth(340);
        scroll.getStyleClass().add("edge-to-edge");
        VBox content = new VBox(8, Texts.heading(messages.get("ui.tasks.title")), scroll);
        content.getStyleClass().add("task-popover");
        Popover shown = new Popover(content);
        shown.setDetachable(false);
        shown.setArrowLocation(Popover.ArrowLocation.BOTTOM_RIGHT);
        popover = shown;
        shown.show(button);
    }
}
