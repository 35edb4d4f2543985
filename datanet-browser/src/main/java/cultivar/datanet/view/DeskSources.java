package cultivar.datanet.view;

import cultivar.datanet.StoredRow;
import cultivar.datanet.review.ReviewLedger;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.suggest.Suggester;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Where the rows of the desk's queues come from. */
record DeskSources(DatanetStore store, String datanet) {
    RowPages.Source of(DeskQueue queue) {
        return switch (queue) {
            case DeskQueue.Filtered(RowFilter filter, boolean asOne) -> FilteredRows.of(store, datanet, filter, asOne);
            case DeskQueue.Similar(StoredRow to) -> listed(() -> alike(to), UnaryOperator.identity());
            case DeskQueue.SecondLook(String reviewer) ->
                listed(() -> ledger().secondLook(reviewer), DeskQueue.SecondLook::blind);
            case DeskQueue.Disputed() -> listed(() -> ledger().disputed(), UnaryOperator.identity());
        };
    }

    /** What the history says of decisions. */
    ReviewLedger ledger() {
        return new ReviewLedger(store.curation().decisions(datanet));
    }

    private ListedRows listed(Supplier<List<Long>> ids, UnaryOperator<StoredRow> shown) {
        return new ListedRows(store, ids, shown);
    }

    /** The row itself, then those most like it. */
    private List<Long> alike(StoredRow to) {
        List<Long> ids = new ArrayList<>(List.of(to.id()));
        new Suggester(store)
                .similar(datanet, to, RowPages.SIZE - 1)
                .forEach(similar -> ids.add(similar.row().id()));
        return ids;
    }
}
