package cultivar.finetune.view;

import cultivar.datanet.Datanet;
import cultivar.finetune.DataCheck;
import cultivar.finetune.Leaks;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.ScreenState;
import java.util.OptionalDouble;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import org.jspecify.annotations.Nullable;

/** What the wizard shows. */
final class WizardModel {
    private final IntegerProperty step = new SimpleIntegerProperty(this, "step");
    private final ObjectProperty<ScreenState> state = new SimpleObjectProperty<>(this, "state", ScreenState.LOADING);
    private final ObjectProperty<@Nullable Failure> failure = new SimpleObjectProperty<>(this, "failure");
    private final ObservableList<Datanet> datanets = FXCollections.observableArrayList();
    private final ObservableSet<String> chosen = FXCollections.observableSet();
    private final ObjectProperty<ScreenState> checkState =
            new SimpleObjectProperty<>(this, "checkState", ScreenState.EMPTY);
    private final ObjectProperty<@Nullable Failure> checkFailure = new SimpleObjectProperty<>(this, "checkFailure");
    private final ObjectProperty<@Nullable DataCheck> check = new SimpleObjectProperty<>(this, "check");
    private final ObjectProperty<@Nullable Leaks> leaks = new SimpleObjectProperty<>(this, "leaks");
    private final ObjectProperty<OptionalDouble> speed =
            new SimpleObjectProperty<>(this, "speed", OptionalDouble.empty());
    private final ObservableList<String> bases = FXCollections.observableArrayList();
    private final BooleanProperty starting = new SimpleBooleanProperty(this, "starting");
    private final ObjectProperty<@Nullable RunScreen> run = new SimpleObjectProperty<>(this, "run");
    private final RecipeDraft draft;

    WizardModel(RecipeDraft draft) {
        this.draft = draft;
    }

    /** 0 data, 1 recipe, 2 run. */
    IntegerProperty step() {
        return step;
    }

    ObjectProperty<ScreenState> state() {
        return state;
    }

    ObjectProperty<@Nullable Failure> failure() {
        return failure;
    }

    /** The datanets that have a version. */
    ObservableList<Datanet> datanets() {
        return datanets;
    }

    /** The names of the chosen ones. */
    ObservableSet<String> chosen() {
        return chosen;
    }

    ObjectProperty<ScreenState> checkState() {
        return checkState;
    }

    ObjectProperty<@Nullable Failure> checkFailure() {
        return checkFailure;
    }

    /** What the chosen rows come to. */
    ObjectProperty<@Nullable DataCheck> check() {
        return check;
    }

    /** What the chosen rows and those held out share; null while nobody has looked. */
    ObjectProperty<@Nullable Leaks> leaks() {
        return leaks;
    }

    /** Tokens a second that earlier runs have made. */
    ObjectProperty<OptionalDouble> speed() {
        return speed;
    }

    ObservableList<String> bases() {
        return bases;
    }

    /** Whether the run is being queued. */
    BooleanProperty starting() {
        return starting;
    }

    /** The page of the run that was started. */
    ObjectProperty<@Nullable RunScreen> run() {
        return run;
    }

    RecipeDraft draft() {
        return draft;
    }
}
