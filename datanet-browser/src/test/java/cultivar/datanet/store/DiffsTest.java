package cultivar.datanet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.RowDiff;
import cultivar.datanet.RowEdit;
import cultivar.datanet.Split;
import cultivar.datanet.VersionDiff;
import cultivar.datanet.load.RowDefaults;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffsTest {
    private static final DatanetVersionRef FIRST = new DatanetVersionRef("net", 1);
    private static final DatanetVersionRef SECOND = new DatanetVersionRef("net", 2);
    private static final DatanetVersionRef THIRD = new DatanetVersionRef("net", 3);

    @TempDir
    Path folder;

    private DatanetStore store;
    private long second;

    @BeforeEach
    void makeVersions() {
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(second++);
            }
        };
        store = DatanetStore.open(folder.resolve("datanets.db"), 5_000, clock);
        store.create(DatanetCard.titled("net"));
        add("one", "MIT");
        add("two", "MIT");
        add("three", "MIT");
        add("four", "MIT");
        store.curation().apply("net", List.of(1L), RowEdit.tag("early"), "ada");
        store.publish("net");
        store.curation().apply("net", List.of(1L), RowEdit.tag("late"), "ada");
        store.curation().apply("net", List.of(1L), RowEdit.untag("early"), "ada");
        store.curation().apply("net", List.of(4L), RowEdit.tag("late"), "ada");
        store.curation().apply("net", List.of(4L), RowEdit.untag("late"), "ada");
        store.curation().apply("net", List.of(2L, 3L), RowEdit.reject("no"), "ada");
        add("two", "CC0-1.0");
        add("five", "MIT");
        store.publish("net");
        store.curation().apply("net", List.of(3L), RowEdit.accept(), "ada");
        store.publish("net");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void rowsThatCameWentOrWereChangedAreCounted() {
        assertThat(store.diff(FIRST, SECOND)).isEqualTo(new VersionDiff(FIRST, SECOND, 1, 1, 1, 1, 1));
        assertThat(store.diff(SECOND, FIRST)).isEqualTo(new VersionDiff(SECOND, FIRST, 1, 1, 1, 1, 1));
        assertThat(store.diff(SECOND, THIRD)).isEqualTo(new VersionDiff(SECOND, THIRD, 1, 0, 0, 0, 4));
        assertThat(store.diff(FIRST, THIRD)).isEqualTo(new VersionDiff(FIRST, THIRD, 1, 0, 1, 1, 2));
        assertThat(store.diff(FIRST, FIRST)).isEqualTo(new VersionDiff(FIRST, FIRST, 0, 0, 0, 0, 4));
    }

    @Test
    void pagesListThemInTheirOrder() {
        List<String> seen = new ArrayList<>();
        OptionalLong next = OptionalLong.of(0);
        while (next.isPresent()) {
            DiffPage page = store.diff(FIRST, SECOND, next.getAsLong(), 1);
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(1);
            page.rows().forEach(diff -> seen.add(line(diff)));
            next = page.next();
        }
        assertThat(seen)
                .containsExactly(
                        "retagged one -early +late",
                        "removed three ",
                        "changed two licence \"MIT\" to \"CC0-1.0\"",
                        "added five ");
        assertThat(store.diff(SECOND, FIRST, 0, 10).rows().stream().map(DiffsTest::line))
                .containsExactly(
                        "retagged one +early -late",
                        "changed two licence \"CC0-1.0\" to \"MIT\"",
                        "added three ",
                        "removed five ");
    }

    @Test
    void onlyVersionsOfOneDatanetAreCompared() {
        assertThatThrownBy(() -> store.diff(FIRST, new DatanetVersionRef("other", 1)))
                .isInstanceOf(DatanetException.class)
                .hasMessageContaining("two datanets");
        assertThatThrownBy(() -> store.diff(FIRST, new DatanetVersionRef("net", 9)))
                .isInstanceOf(DatanetException.class)
                .hasMessageContaining("no version 9");
    }

    private static String line(RowDiff diff) {
        return diff.kind().id() + " "
                + diff.row().contribution().messages().getFirst().content() + " " + diff.what();
    }

    private void add(String question, String licence) {
        byte[] row = ("{\"prompt\":\"" + question + "\",\"completion\":\"a\",\"licence\":\"" + licence + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        var _ = store.importRows(
                "net",
                "rows.jsonl",
                new ByteArrayInputStream(row),
                row.length,
                Split.TRAIN,
                new RowDefaults(EvmAddress.NOBODY, ""),
                ImportListener.NONE);
    }
}
