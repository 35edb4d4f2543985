package cultivar.datanet.view;

import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.store.RowPage;

/** The rows of a datanet that a filter lets through. */
record FilteredRows(DatanetStore store, String datanet, RowFilter filter) implements RowPages.Source {
    @Override
    public RowPage page(long after, int limit) {
        return store.page(datanet, filter, after, limit);
    }

    @Override
    public long count() {
        return store.count(datanet, filter);
    }
}
