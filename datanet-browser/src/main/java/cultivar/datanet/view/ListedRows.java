package cultivar.datanet.view;

import cultivar.datanet.StoredRow;
import cultivar.datanet.store.DatanetStore;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Rows by a list of their ids, in its order, which is made when the first rows are asked for. */
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

    @Override
    public List<StoredRow> first(int limit) {
        ids = List.copyOf(list.get());
        return rows(ids.subList(0, Math.min(ids.size(), limit)));
    }

    @Override
    public long count() {
        return ids.size();
    }

    @Override
    public long[] ids() {
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public List<StoredRow> rows(List<Long> wanted) {
        return store.rows(wanted).stream().map(shown).toList();
    }
}
