package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.Bytes32;
import cultivar.datanet.Contribution;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Role;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.test.FxTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers about a list that come when another one is shown already. */
class RowPagesLateTest extends FxTest {
    private static final int ROWS = 1000;
    private static final int FAR = 750;

    private final List<Throwable> failures = new ArrayList<>();
    private FxTaskRunner tasks;
    private RowPages pages;

    @BeforeEach
    void start() {
        tasks = onFx(() -> new FxTaskRunner());
        pages = onFx(() -> new RowPages(tasks, "rows", failures::add));
    }

    @AfterEach
    void stop() {
        onFx(tasks::close);
    }

    @Test
    void rowsOfTheListBeforeAreNotShownInTheNext() {
        Rows before = new Rows("before");
        Rows after = new Rows("after");
        onFx(() -> {
            var _ = pages.read(before);
        });
        waitFor("the list is there", () -> pages.rows().size() == ROWS);
        waitFor("its first rows are there", () -> pages.rows().missing(0, 300).isEmpty());
        before.rows = new CountDownLatch(1);
        after.first = new CountDownLatch(1);
        onFx(() -> {
            var _ = pages.read(after);
            pages.inSight(FAR);
        });
        after.first.countDown();
        waitFor(
                "the next list is there",
                () -> pages.rows().size() == ROWS && source(0).equals("after"));
        onFx(() -> pages.inSight(FAR));
        before.rows.countDown();
        waitFor(
                "its rows are there",
                () -> pages.rows().missing(FAR - 200, ROWS).isEmpty());
        assertThat(onFx(() -> source(FAR))).isEqualTo("after");
        assertThat(failures).isEmpty();
    }

    private String source(int index) {
        StoredRow row = pages.rows().get(index);
        return row == null ? "" : row.contribution().source();
    }

    /** Rows that say which list they are of, and come when they are let. */
    private static final class Rows implements RowPages.Source {
        private final String name;
        private volatile CountDownLatch first = new CountDownLatch(0);
        private volatile CountDownLatch rows = new CountDownLatch(0);

        Rows(String name) {
            this.name = name;
        }

        @Override
        public List<StoredRow> first(int limit) {
            await(first);
            return LongStream.rangeClosed(1, limit).mapToObj(this::row).toList();
        }

        @Override
        public long count() {
            return ROWS;
        }

        @Override
        public long[] ids() {
            return LongStream.rangeClosed(1, ROWS).toArray();
        }

        @Override
        public List<StoredRow> rows(List<Long> ids) {
            await(rows);
            return ids.stream().map(this::row).toList();
        }

        private StoredRow row(long id) {
            Contribution contribution = new Contribution(
                    List.of(new Message(Role.USER, "question"), new Message(Role.ASSISTANT, "answer")),
                    EvmAddress.NOBODY,
                    "MIT",
                    name,
                    "",
                    List.of());
            return new StoredRow(
                    id, Split.TRAIN, contribution, Bytes32.of(new byte[32]), null, "", ReviewState.ACCEPTED, "");
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
