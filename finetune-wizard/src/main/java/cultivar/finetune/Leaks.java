package cultivar.finetune;

import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.StoredRow;
import cultivar.datanet.quality.Badge;
import cultivar.datanet.quality.QualityCheck;
import cultivar.datanet.quality.QualityListener;
import cultivar.datanet.quality.QualityReport;
import cultivar.datanet.quality.QualityRow;
import cultivar.datanet.quality.QualitySource;
import cultivar.datanet.quality.Signal;
import cultivar.datanet.store.DatanetStore;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Rows that training and the comparison afterwards would share, over all datanets of a recipe together.
 *
 * @param rows that leak, on either side
 * @param heldOut rows that were looked for
 * @param reasons of some of them, those that share most first
 */
public record Leaks(long rows, long heldOut, List<String> reasons) {
    private static final int NAMED = 2;

    public Leaks {
        reasons = List.copyOf(reasons);
    }

    /**
     * Compares the training rows of versions with all held-out rows of their datanets.
     *
     * @param stop asked now and then; true ends the check with a {@link CancellationException}
     */
    public static Leaks of(DatanetStore store, List<DatanetVersionRef> versions, BooleanSupplier stop) {
        Sides sides = new Sides(store, versions);
        QualityReport report = new QualityReport(NAMED);
        boolean whole = new QualityCheck(EnumSet.of(Signal.CONTAMINATION), QualityCheck.NEAR)
                .run(sides, report, new Stopping(stop));
        if (!whole) {
            throw new CancellationException();
        }
        List<QualityReport.Badges> badges = report.badges();
        long rows = badges.stream().mapToLong(QualityReport.Badges::rows).sum();
        List<String> reasons = badges.stream()
                .flatMap(kind -> kind.worst().stream())
                .flatMap(example -> Stream.ofNullable(example.value().badge()))
                .map(Badge::reason)
                .distinct()
                .limit(NAMED)
                .toList();
        return new Leaks(rows, sides.heldOutRows(), reasons);
    }

    private record Stopping(BooleanSupplier asked) implements QualityListener {
        @Override
        public boolean stop() {
            return asked.getAsBoolean();
        }
    }

    private record Sides(DatanetStore store, List<DatanetVersionRef> versions) implements QualitySource {
        @Override
        public Stream<QualityRow> heldOut() {
            return names().map(store::heldOut)
                    .reduce(Stream.empty(), Stream::concat)
                    .map(Sides::quality);
        }

        @Override
        public Stream<QualityRow> training() {
            return versions.stream()
                    .map(store::rows)
                    .reduce(Stream.empty(), Stream::concat)
                    .map(Sides::quality);
        }

        @Override
        public long total() {
            return heldOutRows()
                    + versions.stream()
                            .mapToLong(ref -> store.version(ref).rows())
                            .sum();
        }

        long heldOutRows() {
            return names().mapToLong(name -> store.get(name).heldOutRows()).sum();
        }

        private Stream<String> names() {
            return versions.stream().map(DatanetVersionRef::name).distinct();
        }

        private static QualityRow quality(StoredRow row) {
            return new QualityRow(row.contentHash(), row.contribution());
        }
    }
}
