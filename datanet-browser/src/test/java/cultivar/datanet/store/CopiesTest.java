package cultivar.datanet.store;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.Bytes32;
import cultivar.datanet.ReviewState;
import cultivar.datanet.RowEdit;
import cultivar.datanet.StoredRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopiesTest {
    private static final String NET = "move-questions";

    @TempDir
    Path folder;

    private DatanetStore store;
    private List<StoredRow> rows;

    @BeforeEach
    void open() {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        var _ = store.installDemos();
        rows = store.page(NET, RowFilter.all(), 0, 20).rows();
        store.copies().put(NET, List.of(contents(1, 4, 9), contents(2, 3)));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<Bytes32> contents(int... places) {
        return java.util.Arrays.stream(places)
                .mapToObj(place -> rows.get(place).contentHash())
                .toList();
    }

    private long id(int place) {
        return rows.get(place).id();
    }

    @Test
    void theFirstStandsForAll() {
        List<Long> all = store.copies().ids(NET, RowFilter.all());
        assertThat(all)
                .hasSize((int) store.count(NET, RowFilter.all()) - 3)
                .doesNotContain(id(4), id(9), id(3))
                .contains(id(1), id(2));
        Copies.Front front = store.copies().first(NET, RowFilter.all(), 10);
        assertThat(front.rows()).extracting(StoredRow::id).isEqualTo(all.subList(0, 10));
        assertThat(front.whole()).isFalse();
        assertThat(store.copies().first(NET, RowFilter.all(), 100_000).whole()).isTrue();
        assertThat(store.copies().counts(List.of(id(1), id(2), id(5)))).isEqualTo(Map.of(id(1), 2, id(2), 1));
        assertThat(store.copies().of(id(4))).containsExactly(id(1), id(4), id(9));
        assertThat(store.copies().of(id(5))).containsExactly(id(5));
    }

    @Test
    void inAnotherOrderAnotherRowIsTheFirst() {
        assertThat(store.copies().asOne(NET, RowFilter.all(), List.of(id(9), id(5), id(1), id(3), id(4), id(2))))
                .containsExactly(id(9), id(5), id(3));
    }

    @Test
    void whatIsRejectedIsNoCopyAnyMore() {
        long before = store.copies().ids(NET, RowFilter.all()).size();
        store.curation().apply(NET, List.of(id(1), id(9)), RowEdit.reject("Copy"), "ada");
        assertThat(store.copies().ids(NET, RowFilter.all()))
                .hasSize((int) before)
                .contains(id(4))
                .doesNotContain(id(1), id(9));
        assertThat(store.copies().counts(List.of(id(4), id(1)))).isEmpty();
        assertThat(store.copies().ids(NET, RowFilter.all().withState(ReviewState.REJECTED)))
                .containsExactly(id(1), id(9));
        store.curation().apply(NET, List.of(id(4)), RowEdit.reject("Copy"), "ada");
        assertThat(store.copies().ids(NET, RowFilter.all())).contains(id(1), id(4), id(9));
        store.curation().undo(NET, "ada");
        store.curation().undo(NET, "ada");
        assertThat(store.copies().counts(List.of(id(1)))).containsEntry(id(1), 2);
    }

    @Test
    void aLaterCheckReplacesWhatWasFound() {
        store.copies().put(NET, List.of(contents(5, 6)));
        assertThat(store.copies().ids(NET, RowFilter.all()))
                .contains(id(4), id(5))
                .doesNotContain(id(6));
    }
}
