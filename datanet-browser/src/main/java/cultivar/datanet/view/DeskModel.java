package cultivar.datanet.view;

import cultivar.datanet.CurationCounts;
import cultivar.datanet.Datanet;
import cultivar.datanet.ReviewState;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.RowFilter;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.ScreenState;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** What the tagging desk shows. */
final class DeskModel {
    /**
     * How somebody decides.
     *
     * @param rows decided in this sitting
     * @param perMinute decided a minute, lately; 0 where nobody can say yet
     */
    record Pace(int rows, double perMinute) {
        static final Pace NONE = new Pace(0, 0);
    }

    private final ObjectProperty<ScreenState> state = new SimpleObjectProperty<>(this, "state", ScreenState.LOADING);
    private final ObjectProperty<@Nullable Failure> failure = new SimpleObjectProperty<>(this, "failure");
    private final ObjectProperty<@Nullable Datanet> datanet = new SimpleObjectProperty<>(this, "datanet");
    private final ObjectProperty<RowFilter> filter =
            new SimpleObjectProperty<>(this, "filter", RowFilter.all().withState(ReviewState.PENDING));
    private final RowPages pages;
    private final ObjectProperty<@Nullable CurationCounts> counts = new SimpleObjectProperty<>(this, "counts");
    private final ObjectProperty<DeskQueue> queue = new SimpleObjectProperty<>(
            this, "queue", new DeskQueue.Filtered(RowFilter.all().withState(ReviewState.PENDING), false));
    private final StringProperty reviewer = new SimpleStringProperty(this, "reviewer", "");
    private final BooleanProperty suggesting = new SimpleBooleanProperty(this, "suggesting", true);
    private final StringProperty reason = new SimpleStringProperty(this, "reason", "");
    private final IntegerProperty unsaved = new SimpleIntegerProperty(this, "unsaved");
    private final ObjectProperty<Pace> pace = new SimpleObjectProperty<>(this, "pace", Pace.NONE);
    private final ObjectProperty<DeskKeys> keys = new SimpleObjectProperty<>(this, "keys", DeskKeys.usual());
    private final IntegerProperty undoable = new SimpleIntegerProperty(this, "undoable");

    DeskModel(RowPages pages) {
        this.pages = pages;
    }

    ObjectProperty<ScreenState> state() {
        return state;
    }

    ObjectProperty<@Nullable Failure> failure() {
        return failure;
    }

    ObjectProperty<@Nullable Datanet> datanet() {
        return datanet;
    }

    /** What lies on the desk. */
    ObjectProperty<DeskQueue> queue() {
        return queue;
    }

    /** The latest filter: of the queue, or of the one that was there before it. */
    ObjectProperty<RowFilter> filter() {
        return filter;
    }

    /** Under which name rows are decided about. */
    StringProperty reviewer() {
        return reviewer;
    }

    /** Whether tags are suggested. */
    BooleanProperty suggesting() {
        return suggesting;
    }

    /** The rows of the queue, those decided about in this sitting left out; those far from sight are not in memory. */
    RowWindow rows() {
        return pages.rows();
    }

    ObjectProperty<@Nullable StoredRow> selected() {
        return pages.selected();
    }

    /** How many rows the queue holds, fetched or not. */
    LongProperty matching() {
        return pages.matching();
    }

    ObjectProperty<@Nullable CurationCounts> counts() {
        return counts;
    }

    /** Why rows are rejected from now on; empty to say nothing. */
    StringProperty reason() {
        return reason;
    }

    /** Actions that are not on the disk yet. */
    IntegerProperty unsaved() {
        return unsaved;
    }

    /** How far this sitting has come, and how fast. */
    ObjectProperty<Pace> pace() {
        return pace;
    }

    ObjectProperty<DeskKeys> keys() {
        return keys;
    }

    /** Steps of this sitting that can be taken back. */
    IntegerProperty undoable() {
        return undoable;
    }
}
