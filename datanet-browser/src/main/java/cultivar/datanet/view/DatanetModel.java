package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.Received;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.DraftNote;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.store.VersionCheck;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.ScreenState;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/** What the page of a datanet shows. */
final class DatanetModel {
    private final ObjectProperty<ScreenState> state = new SimpleObjectProperty<>(this, "state", ScreenState.LOADING);
    private final ObjectProperty<@Nullable Failure> failure = new SimpleObjectProperty<>(this, "failure");
    private final ObjectProperty<@Nullable Datanet> datanet = new SimpleObjectProperty<>(this, "datanet");
    private final ObservableList<DatanetVersion> versions = FXCollections.observableArrayList();
    private final ObservableList<Received> received = FXCollections.observableArrayList();
    private final ObservableList<DraftNote> drafts = FXCollections.observableArrayList();
    private final ObservableMap<Integer, VersionCheck> checks = FXCollections.observableHashMap();
    private final RowPages pages;
    private final ObjectProperty<RowFilter> filter = new SimpleObjectProperty<>(this, "filter", RowFilter.all());
    private final BooleanProperty busy = new SimpleBooleanProperty(this, "busy");

    DatanetModel(RowPages pages) {
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

    /** Newest first. */
    ObservableList<DatanetVersion> versions() {
        return versions;
    }

    /** The contribution files that came in, newest first. */
    ObservableList<Received> received() {
        return received;
    }

    /** Documents of which rows are being made by hand. */
    ObservableList<DraftNote> drafts() {
        return drafts;
    }

    /** What recomputing came to, by version number. */
    ObservableMap<Integer, VersionCheck> checks() {
        return checks;
    }

    /** The rows that the filter lets through; those far from sight are not in memory. */
    RowWindow rows() {
        return pages.rows();
    }

    ObjectProperty<RowFilter> filter() {
        return filter;
    }

    /** How many rows the filter lets through, fetched or not. */
    LongProperty matching() {
        return pages.matching();
    }

    ObjectProperty<@Nullable StoredRow> selected() {
        return pages.selected();
    }

    /** Whether a version is being published. */
    BooleanProperty busy() {
        return busy;
    }
}
