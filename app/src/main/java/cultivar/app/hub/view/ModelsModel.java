package cultivar.app.hub.view;

import cultivar.runtime.hub.HubModel;
import cultivar.runtime.hub.LocalRepository;
import cultivar.runtime.hub.RepoId;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import java.net.URI;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import javafx.collections.ObservableSet;
import org.jspecify.annotations.Nullable;

/** What the screen shows. */
final class ModelsModel {
    private final StringProperty words = new SimpleStringProperty(this, "words", "");
    private final ObjectProperty<ScreenState> state = new SimpleObjectProperty<>(this, "state", ScreenState.EMPTY);
    private final ObjectProperty<@Nullable Failure> failure = new SimpleObjectProperty<>(this, "failure");
    private final StringProperty searched = new SimpleStringProperty(this, "searched");
    private final ObservableList<HubModel> found = FXCollections.observableArrayList();
    private final ObservableList<LocalRepository> here = FXCollections.observableArrayList();
    private final ObservableSet<RepoId> planning = FXCollections.observableSet();
    private final ObservableMap<RepoId, Task<LocalRepository>> coming = FXCollections.observableHashMap();
    private final StringProperty trouble = new SimpleStringProperty(this, "trouble", "");
    private final BooleanProperty tokenWanted = new SimpleBooleanProperty(this, "tokenWanted");
    private final ObjectProperty<@Nullable RepoId> about = new SimpleObjectProperty<>(this, "about");
    private final ObjectProperty<@Nullable URI> hub = new SimpleObjectProperty<>(this, "hub");

    /** What is being typed. */
    StringProperty words() {
        return words;
    }

    /** The state of the search: empty before one and where nothing was found. */
    ObjectProperty<ScreenState> state() {
        return state;
    }

    ObjectProperty<@Nullable Failure> failure() {
        return failure;
    }

    /** What was looked for; null before the first search. */
    StringProperty searched() {
        return searched;
    }

    ObservableList<HubModel> found() {
        return found;
    }

    /** The models on this machine. */
    ObservableList<LocalRepository> here() {
        return here;
    }

    boolean isHere(RepoId id) {
        return here.stream().anyMatch(model -> model.name().equals(id.toString()));
    }

    /** The repositories whose files are being looked at before a download. */
    ObservableSet<RepoId> planning() {
        return planning;
    }

    /** The downloads that go on. */
    ObservableMap<RepoId, Task<LocalRepository>> coming() {
        return coming;
    }

    /** What went wrong last, one line; empty if nothing did. */
    StringProperty trouble() {
        return trouble;
    }

    /** Whether a token may help. */
    BooleanProperty tokenWanted() {
        return tokenWanted;
    }

    /** The repository that went wrong; null if it was something else. */
    ObjectProperty<@Nullable RepoId> about() {
        return about;
    }

    /** The hub that is asked; null until it is known. */
    ObjectProperty<@Nullable URI> hub() {
        return hub;
    }
}
