package cultivar.datanet.view;

import cultivar.datanet.StoredRow;
import java.util.function.IntConsumer;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.control.Control;
import javafx.scene.control.FocusModel;
import javafx.scene.control.ListView;
import javafx.scene.control.MultipleSelectionModel;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import org.jspecify.annotations.Nullable;

/**
 * A control over all rows of a list, which is given those near its place only: it is given others as it comes to the
 * border of these, and its scroll bar shows the place among all. FX thread only.
 */
final class LongList {
    /** Enough that the rows are seldom changed for others, and little beside what a frame costs otherwise. */
    private static final int GIVEN = 10_000;

    /** The shortest thumb, in pixels, that is easily taken. */
    private static final double THUMB = 28;

    private final RowWindow all;
    private final NearRows near;
    private final Control control;
    private final MultipleSelectionModel<StoredRow> selection;
    private final FocusModel<StoredRow> focus;
    private final double rowHeight;
    private final IntConsumer scroll;
    private final ScrollBar bar = new ScrollBar();
    private @Nullable VirtualFlow<?> flow;
    private long selected;
    private boolean exchanging;
    private boolean placing;
    private boolean looking;

    private LongList(
            RowWindow all,
            NearRows near,
            Control control,
            MultipleSelectionModel<StoredRow> selection,
            FocusModel<StoredRow> focus,
            double rowHeight,
            IntConsumer scroll) {
        this.all = all;
        this.near = near;
        this.control = control;
        this.selection = selection;
        this.focus = focus;
        this.rowHeight = rowHeight;
        this.scroll = scroll;
        bar.setOrientation(Orientation.VERTICAL);
        bar.setFocusTraversable(false);
        bar.getStyleClass().add("place-bar");
        bar.setUnitIncrement(rowHeight);
        bar.valueProperty().subscribe(place -> {
            if (!placing) {
                goTo(place.doubleValue());
            }
        });
        selection.selectedIndexProperty().subscribe(index -> {
            if (!exchanging && index.intValue() >= 0 && index.intValue() < near.size()) {
                selected = all.id(place(index.intValue()));
            }
        });
        all.addListener((ListChangeListener<StoredRow>) change -> moved());
        control.skinProperty().subscribe(skin -> {
            if (skin != null) {
                adopt();
            }
        });
        control.addEventFilter(ScrollEvent.SCROLL, event -> goOn());
        control.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    /** A table, whose rows are of one height, over all rows of a list. */
    static LongList of(TableView<StoredRow> table, RowWindow all) {
        return of(table, all, GIVEN);
    }

    /** @param given how many rows the table is given at once */
    static LongList of(TableView<StoredRow> table, RowWindow all, int given) {
        NearRows near = new NearRows(all, given);
        table.setItems(near);
        return new LongList(
                all,
                near,
                table,
                table.getSelectionModel(),
                table.getFocusModel(),
                table.getFixedCellSize(),
                table::scrollTo);
    }

    /** A list, whose rows are of one height, over all rows of a list. */
    static LongList of(ListView<StoredRow> list, RowWindow all) {
        return of(list, all, GIVEN);
    }

    /** @param given how many rows the list is given at once */
    static LongList of(ListView<StoredRow> list, RowWindow all, int given) {
        NearRows near = new NearRows(all, given);
        list.setItems(near);
        return new LongList(
                all,
                near,
                list,
                list.getSelectionModel(),
                list.getFocusModel(),
                list.getFixedCellSize(),
                list::scrollTo);
    }

    /** The place among all rows of one that the control has. */
    int place(int index) {
        return near.from() + index;
    }

    /** Tells of the place that a person, or the control by itself, selects. */
    void onSelect(IntConsumer chosen) {
        selection.selectedIndexProperty().subscribe(index -> {
            if (!exchanging && index.intValue() >= 0) {
                chosen.accept(place(index.intValue()));
            }
        });
    }

    /** Selects the row of a place, wherever it is; it need not come into sight. */
    void select(int place) {
        selected = all.id(place);
        int index = near.index(place);
        if (index < 0) {
            selection.clearSelection();
        } else if (index != selection.getSelectedIndex()) {
            selection.clearAndSelect(index);
        }
    }

    void clearSelection() {
        selected = 0;
        selection.clearSelection();
    }

    /** Scrolls so that the row of a place is the first one in sight. */
    void scrollTo(int place) {
        if (!near.reaches(place)) {
            show(place);
        }
        scroll.accept(place - near.from());
    }

    private void adopt() {
        flow = (VirtualFlow<?>) control.lookup(".virtual-flow");
        ScrollBar own = control.lookupAll(".scroll-bar").stream()
                .map(ScrollBar.class::cast)
                .filter(each -> each.getOrientation() == Orientation.VERTICAL)
                .findFirst()
                .orElseThrow();
        own.setSkin(new PlaceBarSkin(own, bar));
        flow.positionProperty().subscribe(this::moved);
        own.visibleAmountProperty().subscribe(this::moved);
    }

    /** The control scrolls in what it was given; it is given other rows once its own scrolling is done. */
    private void moved() {
        showPlace();
        if (!looking && !near.reaches(first())) {
            looking = true;
            Platform.runLater(() -> {
                looking = false;
                goOn();
            });
        }
    }

    /** Gives the control other rows where those that it has come to an end, and stays in place. */
    private void goOn() {
        double place = top();
        if (!near.reaches(first())) {
            show(first());
            goTo(place);
        }
    }

    /** How far the first row in sight is from the first of all, in pixels. */
    private double top() {
        return near.from() * rowHeight + (flow == null ? 0 : flow.getPosition() * hidden(flow));
    }

    private int first() {
        return Math.clamp((int) (top() / rowHeight), 0, Math.max(0, all.size() - 1));
    }

    /** How much of the given rows is out of sight, in pixels. */
    private double hidden(VirtualFlow<?> shown) {
        return Math.max(0, shown.getCellCount() * rowHeight - shown.getViewportLength());
    }

    private void showPlace() {
        if (flow == null || placing || flow.getViewportLength() <= 0 || all.isEmpty()) {
            return;
        }
        placing = true;
        double seen = flow.getViewportLength();
        double length = all.size() * rowHeight;
        double most = Math.max(0, length - seen);
        bar.setMax(most);
        bar.setVisibleAmount(most * Math.clamp(Math.max(seen / length, THUMB / seen), 0, 1));
        bar.setBlockIncrement(seen);
        bar.setValue(Math.min(top(), most));
        placing = false;
    }

    private void goTo(double top) {
        if (flow == null) {
            return;
        }
        int first = Math.clamp((int) (top / rowHeight), 0, Math.max(0, all.size() - 1));
        if (!near.reaches(first)) {
            show(first);
        }
        if (flow.getCellCount() != near.size()) {
            // The control counts its rows anew when it is asked to scroll to one.
            scroll.accept(first - near.from());
        }
        double hidden = hidden(flow);
        flow.setPosition(hidden == 0 ? 0 : Math.clamp((top - near.from() * rowHeight) / hidden, 0, 1));
    }

    /** Gives the control the rows around a place; what is selected among them stays so. */
    private void show(int place) {
        int focused = focus.getFocusedIndex() < 0 ? -1 : place(focus.getFocusedIndex());
        exchanging = true;
        near.show(place);
        int index = near.index(selected == 0 ? -1 : all.place(selected));
        if (index < 0) {
            selection.clearSelection();
        } else {
            selection.clearAndSelect(index);
        }
        if (index < 0 || focused >= 0) {
            focus.focus(near.index(focused));
        }
        exchanging = false;
    }

    /** The control goes on from the row where the focus is, and to the ends of the list: it needs the rows there. */
    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case HOME -> need(0);
            case END -> need(all.size() - 1);
            case UP, DOWN, KP_UP, KP_DOWN -> {
                if (focus.getFocusedIndex() < 0 && selected != 0) {
                    need(all.place(selected));
                }
            }
            default -> {}
        }
    }

    private void need(int place) {
        if (place >= 0 && !near.reaches(place)) {
            show(place);
        }
    }
}
