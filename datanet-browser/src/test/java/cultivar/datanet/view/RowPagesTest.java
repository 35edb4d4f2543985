package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.StoredRow;
import cultivar.ui.task.DirectTaskRunner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A long list of which little is in memory, without a window. */
class RowPagesTest {
    private static final int ROWS = 100_000;

    private final Numbers numbers = new Numbers();
    private final List<Throwable> failures = new ArrayList<>();
    private final RowPages pages = new RowPages(new DirectTaskRunner(), "rows", failures::add);

    @Test
    void everyPlaceIsFilledWhenItComesIntoSightAndFewRowsAreHeld() {
        var _ = pages.read(numbers);
        assertThat(pages.rows()).hasSize(ROWS);
        for (int index = 0; index < ROWS; index += 48) {
            pages.inSight(index);
            assertThat(row(index)).as("row %d", index).isEqualTo(index + 1);
        }
        long held = LongStream.range(0, ROWS)
                .filter(index -> pages.rows().get((int) index) != null)
                .count();
        assertThat(held).isLessThanOrEqualTo(RowPages.HELD);
        pages.inSight(31);
        assertThat(row(31)).as("a row that was let go comes back").isEqualTo(32);
    }

    @Test
    void anyPlaceIsLookedAtAtOnce() {
        var _ = pages.read(numbers);
        pages.select(ROWS - 1);
        StoredRow last = pages.selected().get();
        assertThat(last).isNotNull();
        assertThat(last.id()).isEqualTo(ROWS);
        pages.select(2 * ROWS);
        assertThat(pages.selected().get()).isEqualTo(last);
    }

    @Test
    void rowsLeaveAndComeBackInTheMiddle() {
        var _ = pages.read(numbers);
        pages.select(70_000);
        StoredRow row = pages.selected().get();
        assertThat(row).isNotNull();
        pages.remove(70_000);
        pages.select(70_000);
        assertThat(pages.selected().get()).isNotNull().extracting(StoredRow::id).isEqualTo(70_002L);
        assertThat(pages.matching().get()).isEqualTo(ROWS - 1);
        pages.putBack(70_000, row);
        assertThat(row(70_000)).isEqualTo(70_001);
        assertThat(pages.indexOf(ROWS)).isEqualTo(ROWS - 1);
        assertThat(pages.rows().ids()).doesNotHaveDuplicates().hasSize(ROWS);
    }

    @Test
    void aRowThatIsThereNoMoreLeavesTheList() {
        var _ = pages.read(numbers);
        numbers.gone.add(501L);
        pages.inSight(500);
        assertThat(row(500)).isEqualTo(502);
        assertThat(pages.matching().get()).isEqualTo(ROWS - 1);
        assertThat(failures).isEmpty();
    }

    @Test
    void aRowThatWasDecidedBeforeTheListWasCompleteDoesNotComeTwice() {
        numbers.whileListing = () -> pages.remove(3);
        var _ = pages.read(numbers);
        assertThat(pages.rows()).hasSize(ROWS - 1);
        assertThat(pages.indexOf(4)).isEqualTo(-1);
    }

    private long row(int index) {
        StoredRow row = pages.rows().get(index);
        return row == null ? 0 : row.id();
    }

    /** Rows whose ids are the numbers from one on. */
    private static final class Numbers implements RowPages.Source {
        private final Set<Long> gone = new HashSet<>();
        private Runnable whileListing = () -> {};

        @Override
        public List<StoredRow> first(int limit) {
            return rows(LongStream.rangeClosed(1, limit).boxed().toList());
        }

        @Override
        public long count() {
            return ROWS;
        }

        @Override
        public long[] ids() {
            whileListing.run();
            return LongStream.rangeClosed(1, ROWS).toArray();
        }

        @Override
        public List<StoredRow> rows(List<Long> ids) {
            return ids.stream()
                    .filter(id -> !gone.contains(id))
                    .map(NumberedRows::row)
                    .toList();
        }
    }
}
