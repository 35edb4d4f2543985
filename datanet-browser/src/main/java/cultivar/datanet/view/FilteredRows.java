package cultivar.datanet.view;

import cultivar.datanet.StoredRow;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import java.util.List;

/** The rows of a datanet that a filter lets through. */
record FilteredRows(DatanetStore store, String datanet, RowFilter filter) implements RowPages.Source {
    /** @param asOne whether a row stands for its copies */
    static RowPages.Source of(DatanetStore store, String datanet, RowFilter filter, boolean asOne) {
        return asOne ? new RowsAsOne(store, datanet, filter) : new FilteredRows(store, datanet, filter);
    }

    @Override
    public List<StoredRow> first(int limit) {
        return store.page(datanet, filter, 0, limit).rows();
    }

    @Override
    public long count() {
        return store.count(datanet, filter);
    }

    @Override
    public long[] ids() {
        return store.ids(datanet, filter);
    }

    @Override
    public List<StoredRow> rows(List<Long> ids) {
        return store.rows(ids);
    }
}
