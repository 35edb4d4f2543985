package cultivar.datanet.measure;

import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.quality.QualityRow;
import cultivar.datanet.quality.QualitySource;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.store.RowPage;
import java.util.Optional;
import java.util.stream.Stream;

/** The rows of a datanet in a store that nobody has rejected, as a check of their quality takes them. */
public final class StoredQualityRows implements QualitySource {
    private static final int PAGE = 500;

    private final DatanetStore store;
    private final String datanet;

    public StoredQualityRows(DatanetStore store, String datanet) {
        this.store = store;
        this.datanet = datanet;
    }

    @Override
    public Stream<QualityRow> heldOut() {
        return rows(Split.HELD_OUT).map(StoredQualityRows::quality);
    }

    @Override
    public Stream<QualityRow> training() {
        return rows(Split.TRAIN).map(StoredQualityRows::quality);
    }

    @Override
    public long total() {
        return store.count(datanet, RowFilter.all())
                - store.count(datanet, RowFilter.all().withState(ReviewState.REJECTED));
    }

    /** The rows of one side, in the order in which they came, read page by page. */
    public Stream<StoredRow> rows(Split split) {
        RowFilter filter = RowFilter.all().withSplit(split);
        return Stream.iterate(
                        Optional.of(store.page(datanet, filter, 0, PAGE)),
                        Optional::isPresent,
                        page -> page.flatMap(before -> following(filter, before)))
                .flatMap(page -> page.orElseThrow().rows().stream())
                .filter(row -> row.state() != ReviewState.REJECTED);
    }

    private Optional<RowPage> following(RowFilter filter, RowPage before) {
        return before.next().isPresent()
                ? Optional.of(store.page(datanet, filter, before.next().getAsLong(), PAGE))
                : Optional.empty();
    }

    private static QualityRow quality(StoredRow row) {
        return new QualityRow(row.contentHash(), row.contribution());
    }
}
