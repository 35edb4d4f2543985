package cultivar.finetune.view;

import cultivar.finetune.Run;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.ScreenState;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What the history of runs shows. */
final class RunsModel {
    private final ObjectProperty<ScreenState> state = new SimpleObjectProperty<>(this, "state", ScreenState.LOADING);
    private final ObjectProperty<@Nullable Failure> failure = new SimpleObjectProperty<>(this, "failure");
    private final ObservableList<Row> rows = FXCollections.observableArrayList();

    /**
     * A run and its losses so far.
     *
     * @param place its place in the queue: 0 for what runs, -1 if it is not in it
     * @param last whether it is the last in the queue
     */
    record Row(Run run, double[] losses, int place, boolean last) {
        double lastLoss() {
            return losses.length == 0 ? Double.NaN : losses[losses.length - 1];
        }
    }

    ObjectProperty<ScreenState> state() {
        return state;
    }

    ObjectProperty<@Nullable Failure> failure() {
        return failure;
    }

    ObservableList<Row> rows() {
        return rows;
    }
}
