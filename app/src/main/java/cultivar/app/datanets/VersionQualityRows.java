package cultivar.app.datanets;

import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.StoredRow;
import cultivar.datanet.quality.QualityRow;
import cultivar.datanet.quality.QualitySource;
import cultivar.datanet.store.DatanetStore;
import java.util.stream.Stream;

/** The rows of one version of a datanet and those held out beside it, as a check of their quality takes them. */
public record VersionQualityRows(DatanetStore store, DatanetVersionRef version) implements QualitySource {
    @Override
    public Stream<QualityRow> heldOut() {
        return store.heldOut(version.name()).map(VersionQualityRows::quality);
    }

    @Override
    public Stream<QualityRow> training() {
        return store.rows(version).map(VersionQualityRows::quality);
    }

    @Override
    public long total() {
        return store.version(version).rows() + store.get(version.name()).heldOutRows();
    }

    private static QualityRow quality(StoredRow row) {
        return new QualityRow(row.contentHash(), row.contribution());
    }
}
