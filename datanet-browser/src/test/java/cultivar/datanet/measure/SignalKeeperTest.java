package cultivar.datanet.measure;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.QualitySignal;
import cultivar.datanet.StoredRow;
import cultivar.datanet.quality.QualityCheck;
import cultivar.datanet.quality.QualityListener;
import cultivar.datanet.quality.QualityReport;
import cultivar.datanet.quality.Signal;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.store.SignalRange;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalKeeperTest {
    @TempDir
    private Path folder;

    @Test
    void rowsCanBeFilteredByWhatACheckMeasured() {
        try (DatanetStore store = DatanetStore.open(folder.resolve("datanets.db"))) {
            var _ = store.installDemos();
            QualityReport report = new QualityReport(3);
            for (int again = 0; again < 2; again++) {
                try (SignalKeeper keeper = new SignalKeeper(store, report)) {
                    assertThat(new QualityCheck()
                                    .run(new StoredQualityRows(store, "house-style"), keeper, QualityListener.NONE))
                            .isTrue();
                    keeper.keepCopies("house-style");
                }
            }

            QualitySignal personal =
                    new QualitySignal(Signal.PERSONAL_DATA.id(), String.valueOf(Signal.PERSONAL_DATA.version()));
            List<StoredRow> found = store.page(
                            "house-style", RowFilter.all().withSignal(new SignalRange(personal, 1, 100)), 0, 10)
                    .rows();
            assertThat(found)
                    .singleElement()
                    .matches(row -> row.contribution().toString().contains("someone@example.org"));
            assertThat(store.signals().of(found.getFirst().contentHash()))
                    .hasSize(Signal.values().length)
                    .filteredOn(value -> value.signal().equals(personal))
                    .singleElement()
                    .satisfies(value -> assertThat(value.reason()).contains("s…@example.org"));
            assertThat(report.badges()).isNotEmpty();
            assertThat(report.clusters()).isPositive();
            long shown = store.copies().ids("house-style", RowFilter.all()).size();
            // The report has seen the clusters twice.
            assertThat(store.count("house-style", RowFilter.all()) - shown)
                    .isEqualTo((report.clustered() - report.clusters()) / 2);
        }
    }
}
