package cultivar.datanet.view;

import cultivar.datanet.store.Draft;
import cultivar.datanet.store.DraftRow;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.ScreenState;
import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What the screen shows on which a document becomes rows by hand. FX thread only. */
final class DraftModel {
    /** How much of the draft is in the store. */
    enum Kept {
        WHOLE,
        /** The latest change is about to be written. */
        SOON,
        /** The latest change could not be written. */
        NOT
    }

    private final ObjectProperty<ScreenState> state = new SimpleObjectProperty<>(this, "state", ScreenState.LOADING);
    private final ObjectProperty<@Nullable Failure> failure = new SimpleObjectProperty<>(this, "failure");
    private final ObjectProperty<@Nullable Draft> draft = new SimpleObjectProperty<>(this, "draft");
    private final ObservableList<DraftRow> rows = FXCollections.observableArrayList();
    private final ObjectProperty<DraftRow> open = new SimpleObjectProperty<>(this, "open", DraftRow.EMPTY);
    private final IntegerProperty undoable = new SimpleIntegerProperty(this, "undoable");
    private final ObjectProperty<Kept> kept = new SimpleObjectProperty<>(this, "kept", Kept.WHOLE);
    private final Deque<Draft> before = new ArrayDeque<>();

    ObjectProperty<ScreenState> state() {
        return state;
    }

    ObjectProperty<@Nullable Failure> failure() {
        return failure;
    }

    /** The document as it was opened; its rows are in {@link #rows}. */
    ObjectProperty<@Nullable Draft> draft() {
        return draft;
    }

    ObservableList<DraftRow> rows() {
        return rows;
    }

    /** The row that is being written. */
    ObjectProperty<DraftRow> open() {
        return open;
    }

    /** How many steps can be taken back. */
    IntegerProperty undoable() {
        return undoable;
    }

    /** How much of it is in the store. */
    ObjectProperty<Kept> kept() {
        return kept;
    }

    /** The draft as it is now; null before it is read. */
    @Nullable
    Draft now() {
        Draft opened = draft.get();
        return opened == null ? null : opened.with(rows, open.get());
    }

    void show(Draft opened) {
        draft.set(opened);
        rows.setAll(opened.rows());
        open.set(opened.open());
        state.set(opened.document().passages().isEmpty() ? ScreenState.EMPTY : ScreenState.READY);
    }

    /** Remembers how it is, before a step. */
    void remember() {
        Draft now = now();
        if (now != null) {
            before.push(now);
            undoable.set(before.size());
        }
    }

    /** Takes the latest step back; whether there was one. */
    boolean back() {
        Draft last = before.poll();
        undoable.set(before.size());
        if (last == null) {
            return false;
        }
        rows.setAll(last.rows());
        open.set(last.open());
        return true;
    }
}
