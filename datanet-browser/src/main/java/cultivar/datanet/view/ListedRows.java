package cultivar.datanet.view;

import cultivar.datanet.StoredRow;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowPage;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Rows by a list of their ids, in its order, which is made when the first page is asked for. */
final class ListedRows implements RowPages.Source {
    private final DatanetStore store;
    private final Supplier<List<Long>> list;
    private final UnaryOperator<StoredRow> shown;
    private volatile List<Long> ids = List.of();

    /**
     * A list.
     *
     * @param list makes it, off the FX thread
     * @param shown what is shown of a row
     */
    ListedRows(DatanetStore store, Supplier<List<Long>> list, UnaryOperator<StoredRow> shown) {
        this.store = store;
        this.list = list;
        this.shown = shown;
    }

    /** A page behind so many rows. */
    @Override
    public RowPage page(long after, int limit) {
        if (after == 0) {
            ids = List.copyOf(list.get());
        }
        int from = Math.toIntExact(after);
        int to = Math.min(ids.size(), from + limit);
        List<StoredRow> rows =
                store.rows(ids.subList(from, to)).stream().map(shown).toList();
        return new RowPage(rows, to < ids.size() ? OptionalLong.of(to) : OptionalLong.empty());
    }

    @Override
    public long count() {
        return ids.size();
    }
}
