package cultivar.ui.control;

import cultivar.ui.a11y.Described;
import cultivar.ui.task.Task;
import cultivar.ui.text.Messages;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Something that runs: its name, how far it is, what it does right now, and a way to stop it. */
public final class ProgressRow extends VBox {
    private final ProgressBar bar = new ProgressBar(-1);
    private final Label percent = Texts.caption("");
    private final Label detail = Texts.caption("");
    private final HBox header;
    private final String title;

    /** A row that does not know yet how far it is. */
    public ProgressRow(String title) {
        this.title = title;
        getStyleClass().add("progress-row");
        Label name = new Label(title);
        name.getStyleClass().add("strong");
        name.setMinWidth(40);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        percent.setMinWidth(Region.USE_PREF_SIZE);
        header = new HBox(8, name, percent);
        header.setAlignment(Pos.CENTER_LEFT);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText(title);
        bar.progressProperty()
                .subscribe(value ->
                        percent.setText(value.doubleValue() < 0 ? "" : Math.round(100 * value.doubleValue()) + " %"));
        detail.setWrapText(false);
        detail.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        detail.managedProperty().bind(detail.textProperty().isNotEmpty());
        getChildren().addAll(header, bar, detail);
    }

    /** A row that follows a task and stops it. */
    public static ProgressRow of(Task<?> task) {
        ProgressRow row = new ProgressRow(task.title()).onCancel(task::cancel);
        row.progressProperty().bind(task.progressProperty());
        row.detailProperty().bind(task.detailProperty());
        return row;
    }

    /** From 0 to 1, or negative while nobody knows. */
    public DoubleProperty progressProperty() {
        return bar.progressProperty();
    }

    /** What is being done right now. */
    public StringProperty detailProperty() {
        return detail.textProperty();
    }

    /** Adds the button that stops it. */
    public ProgressRow onCancel(Runnable action) {
        Button stop = Buttons.icon(Feather.X, Messages.ui().get("ui.tasks.cancel", title), action);
        stop.getStyleClass().add("small");
        Described.describe(stop, Messages.ui().get("ui.tasks.cancel", title));
        header.getChildren().add(stop);
        return this;
    }
}
