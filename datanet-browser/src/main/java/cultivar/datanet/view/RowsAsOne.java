package cultivar.datanet.view;

import cultivar.datanet.StoredRow;
import cultivar.datanet.store.Copies;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import java.util.List;

/** The rows of a datanet that a filter lets through, where a row stands for its copies. */
final class RowsAsOne implements RowPages.Source {
    private final DatanetStore store;
    private final String datanet;
    private final RowFilter filter;
    private volatile Copies.Front front = new Copies.Front(List.of(), false);

    RowsAsOne(DatanetStore store, String datanet, RowFilter filter) {
        this.store = store;
        this.datanet = datanet;
        this.filter = filter;
    }

    @Override
    public List<StoredRow> first(int limit) {
        front = store.copies().first(datanet, filter, limit);
        return front.rows();
    }

    /** With the copies, as long as the front is not all. */
    @Override
    public long count() {
        return front.whole() ? front.rows().size() : store.count(datanet, filter);
    }

    @Override
    public long[] ids() {
        return store.copies().ids(datanet, filter).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    @Override
    public List<StoredRow> rows(List<Long> ids) {
        return store.rows(ids);
    }
}
