package cultivar.app.publish.view;

import cultivar.app.publish.QueuedPublication;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.ScreenState;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Verification;
import cultivar.wallet.view.SentEntry;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What the screen shows. */
final class PublishModel {
    private final ObjectProperty<ScreenState> state = new SimpleObjectProperty<>(this, "state", ScreenState.LOADING);
    private final ObjectProperty<@Nullable Failure> failure = new SimpleObjectProperty<>(this, "failure");
    private final ObservableList<Candidate> candidates = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Candidate> candidate = new SimpleObjectProperty<>(this, "candidate");
    private final StringProperty name = new SimpleStringProperty(this, "name", "");
    private final StringProperty description = new SimpleStringProperty(this, "description", "");
    private final ObjectProperty<@Nullable Manifest> manifest = new SimpleObjectProperty<>(this, "manifest");
    private final StringProperty hashing = new SimpleStringProperty(this, "hashing", "");
    private final ObservableList<QueuedPublication> queue = FXCollections.observableArrayList();
    private final BooleanProperty busy = new SimpleBooleanProperty(this, "busy");
    private final StringProperty trouble = new SimpleStringProperty(this, "trouble", "");
    private final ObjectProperty<@Nullable SentEntry> sent = new SimpleObjectProperty<>(this, "sent");
    private final ObjectProperty<@Nullable Verification> verification =
            new SimpleObjectProperty<>(this, "verification");

    ObjectProperty<ScreenState> state() {
        return state;
    }

    ObjectProperty<@Nullable Failure> failure() {
        return failure;
    }

    ObservableList<Candidate> candidates() {
        return candidates;
    }

    ObjectProperty<@Nullable Candidate> candidate() {
        return candidate;
    }

    StringProperty name() {
        return name;
    }

    StringProperty description() {
        return description;
    }

    /** The manifest as it would be published now; null while the hashes are computed or without a wallet. */
    ObjectProperty<@Nullable Manifest> manifest() {
        return manifest;
    }

    /** Why there is no manifest; empty while it is being made. */
    StringProperty hashing() {
        return hashing;
    }

    /** What was signed and waits for its network. */
    ObservableList<QueuedPublication> queue() {
        return queue;
    }

    BooleanProperty busy() {
        return busy;
    }

    /** What went wrong last, one line; empty if nothing did. */
    StringProperty trouble() {
        return trouble;
    }

    /** What was registered a moment ago; null before. */
    ObjectProperty<@Nullable SentEntry> sent() {
        return sent;
    }

    ObjectProperty<@Nullable Verification> verification() {
        return verification;
    }
}
