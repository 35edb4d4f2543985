package cultivar.datanet.view;

import cultivar.datanet.RowEdit;
import cultivar.datanet.StoredRow;
import cultivar.ui.a11y.Described;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.Region;

/** Which rows say nearly the same: how many copies each has, whether one stands for all, and comparing them. FX thread. */
final class RowCopies {
    private final DatanetServices services;
    private final Words words;
    private final BiConsumer<List<Long>, RowEdit> decide;
    private final BooleanProperty asOne = new SimpleBooleanProperty(this, "asOne");
    private final Asked<Long, Integer> counts;

    /** @param decide changes rows as one step, by their ids */
    RowCopies(DatanetServices services, Words words, BiConsumer<List<Long>, RowEdit> decide) {
        this.services = services;
        this.words = words;
        this.decide = decide;
        counts = new Asked<>(
                services.tasks(),
                words.get("copies.reading"),
                0,
                rows -> services.store().copies().counts(rows),
                error -> services.notifications().error(words.line(error)));
    }

    /** Whether a list shows copies as one. */
    BooleanProperty asOne() {
        return asOne;
    }

    /** Grows whenever more is known of rows. */
    IntegerProperty revision() {
        return counts.revision();
    }

    /** The choice whether copies are shown as one. */
    CheckBox option() {
        CheckBox option = new CheckBox(words.get("copies.as-one"));
        option.setMinWidth(Region.USE_PREF_SIZE);
        option.getStyleClass().add("copies-as-one");
        option.selectedProperty().bindBidirectional(asOne);
        Described.describe(option, words.messages(), "datanet.copies.as-one");
        return option;
    }

    /** How many copies a row has; 0 until it has been read. */
    int of(StoredRow row) {
        return counts.of(row.id());
    }

    /** The copies may be others now: reads anew what is asked for from now on. */
    void refresh() {
        counts.refresh();
    }

    /** Shows a row and its copies side by side. */
    void open(StoredRow row) {
        var _ = services.tasks()
                .load(words.get("copies.reading"), context -> {
                    List<Long> all = services.store().copies().of(row.id());
                    List<Long> first = all.subList(0, Math.min(all.size(), CopiesSheet.SHOWN));
                    return new CopiesSheet.Group(services.store().rows(first), all);
                })
                .onResult(this::show)
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    private void show(CopiesSheet.Group group) {
        var _ = services.dialogs()
                .<StoredRow>show(
                        words.get("copies.title", group.all().size()),
                        handle -> new CopiesSheet(group, words, handle).root())
                .thenAccept(kept -> kept.ifPresent(row -> keep(row, group)));
    }

    private void keep(StoredRow kept, CopiesSheet.Group group) {
        List<Long> others = group.all().stream().filter(id -> id != kept.id()).toList();
        decide.accept(others, RowEdit.reject(words.get("copies.reason", kept.id())));
    }
}
