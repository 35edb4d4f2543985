package cultivar.finetune.view;

import cultivar.finetune.EvaluationReport;
import cultivar.finetune.Run;
import cultivar.runtime.job.JobMetrics;
import cultivar.runtime.train.StepReport;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What the page of a run shows. */
final class RunModel {
    private final ObjectProperty<ScreenState> state = new SimpleObjectProperty<>(this, "state", ScreenState.LOADING);
    private final ObjectProperty<@Nullable Failure> failure = new SimpleObjectProperty<>(this, "failure");
    private final ObjectProperty<@Nullable Run> run = new SimpleObjectProperty<>(this, "run");
    private final ObjectProperty<@Nullable Task<EvaluationReport>> evaluation =
            new SimpleObjectProperty<>(this, "evaluation");
    private final IntegerProperty place = new SimpleIntegerProperty(this, "place", -1);
    private final ObservableList<StepReport> steps = FXCollections.observableArrayList();
    private final ObservableList<JobMetrics.Point> validation = FXCollections.observableArrayList();

    ObjectProperty<ScreenState> state() {
        return state;
    }

    ObjectProperty<@Nullable Failure> failure() {
        return failure;
    }

    ObjectProperty<@Nullable Run> run() {
        return run;
    }

    /** Its place in the queue: 0 for what runs, -1 if it is not in it. */
    IntegerProperty place() {
        return place;
    }

    /** The comparison that is being made. */
    ObjectProperty<@Nullable Task<EvaluationReport>> evaluation() {
        return evaluation;
    }

    ObservableList<StepReport> steps() {
        return steps;
    }

    ObservableList<JobMetrics.Point> validation() {
        return validation;
    }
}
