package cultivar.datanet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.Counted;
import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.ReviewState;
import cultivar.datanet.RowEdit;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that an older program made, and copies of stores. */
class SchemaTest {
    /** The root of version 1 as the older program computed it. */
    static final String ROOT = "0x19c6546494474dd94dc8fc282966466ec856771bfc74d9c0c2d44fad31349442";

    @TempDir
    Path folder;

    static void older(Path file) throws IOException {
        try (InputStream in =
                new GZIPInputStream(Objects.requireNonNull(SchemaTest.class.getResourceAsStream("schema-1.db.gz")))) {
            Files.copy(in, file);
        }
    }

    private Path file() {
        return folder.resolve("datanets.db");
    }

    private Path kept() {
        return folder.resolve("datanets.db.v1.bak");
    }

    @Test
    void anOlderStoreIsBroughtUpToDateAndACopyIsKept() throws Exception {
        older(file());
        byte[] before = Files.readAllBytes(file());
        try (DatanetStore store = DatanetStore.open(file())) {
            Datanet datanet = store.get("swaps");
            assertThat(datanet.rows()).isEqualTo(4);
            assertThat(datanet.draftRows()).isEqualTo(1);
            assertThat(datanet.heldOutRows()).isEqualTo(1);
            assertThat(datanet.tags()).containsExactly(new Counted("swap", 3), new Counted("stake", 1));
            assertThat(datanet.latest().orElseThrow().root().hex()).isEqualTo(ROOT);
            assertThat(store.verify(new DatanetVersionRef("swaps", 1)).holds()).isTrue();
            assertThat(store.curation().counts("swaps").of(ReviewState.ACCEPTED))
                    .isEqualTo(5);
            assertThat(store.rows(new DatanetVersionRef("swaps", 1)).map(StoredRow::since))
                    .containsExactly(1, 1, 1);
            assertThat(store.page("swaps", RowFilter.all().withDraftsOnly(true), 0, 10)
                            .rows())
                    .hasSize(1);
            assertThat(store.check()).isEqualTo(new StoreCheck(5, List.of()));
            store.curation().applyToAll("swaps", RowFilter.all(), RowEdit.tag("seen"), "ada");
            assertThat(store.publish("swaps").rows()).isEqualTo(4);
        }
        assertThat(kept()).exists();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + kept());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*), max(since_version) from contribution")) {
            assertThat(rows.getInt(1)).isEqualTo(5);
            assertThat(rows.getInt(2)).isEqualTo(1);
        }
        Files.move(kept(), file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (DatanetStore again = DatanetStore.open(file())) {
            assertThat(again.versions("swaps")).as("the copy is a whole store").hasSize(1);
        }
        assertThat(before).isNotEmpty();
    }

    @Test
    void whatAnOlderStoreHoldsIsKnownAgain() throws Exception {
        older(file());
        try (DatanetStore store = DatanetStore.open(file())) {
            for (StoredRow row : store.page("swaps", RowFilter.all(), 0, 10).rows()) {
                List<PlacedRow> again = List.of(new PlacedRow(row.contribution(), ""));
                Split other = row.split() == Split.TRAIN ? Split.HELD_OUT : Split.TRAIN;
                assertThat(store.add("swaps", "again", again, row.split(), ReviewState.ACCEPTED)
                                .duplicates())
                        .isEqualTo(1);
                assertThat(store.add("swaps", "again", again, other, ReviewState.ACCEPTED)
                                .rejected())
                        .isEqualTo(1);
            }
            assertThat(store.check()).isEqualTo(new StoreCheck(5, List.of()));
        }
    }

    @Test
    void anUpToDateStoreIsNotCopied() throws Exception {
        DatanetStore.open(file()).close();
        DatanetStore.open(file()).close();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("datanets.db", "datanets.db.words");
        }
    }

    @Test
    void anOlderCopyIsNotReplaced() throws Exception {
        older(file());
        Files.writeString(kept(), "an earlier copy");
        DatanetStore.open(file()).close();
        assertThat(Files.readString(kept())).isEqualTo("an earlier copy");
        assertThat(folder.resolve("datanets.db.v1-2.bak")).exists();
    }

    @Test
    void aStoreThatCannotBeCopiedIsNotTouched() throws Exception {
        older(file());
        // Where the unfinished copy would stand, there is a folder that is not empty.
        Files.createDirectories(folder.resolve("datanets.db.v1.bak.part/full"));
        assertThatThrownBy(() -> DatanetStore.open(file()))
                .isInstanceOf(DatanetException.class)
                .hasMessageContaining("cannot be written");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from sqlite_master where name = 'facet'")) {
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void anotherProgramsLockStopsTheMigrationInOneLine() throws Exception {
        older(file());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("begin immediate");
            assertThatThrownBy(() -> DatanetStore.open(file(), 100, Clock.systemUTC()))
                    .isInstanceOf(DatanetException.class)
                    .hasMessageContaining("in use by another program");
            statement.execute("rollback");
        }
        try (DatanetStore store = DatanetStore.open(file())) {
            assertThat(store.get("swaps").rows()).isEqualTo(4);
        }
    }

    @Test
    void aCopyHoldsEverythingAndReplacesNothing() throws Exception {
        older(file());
        Path copy = folder.resolve("copy.db");
        try (DatanetStore store = DatanetStore.open(file())) {
            store.curation().applyToAll("swaps", RowFilter.all(), RowEdit.reject("no"), "ada");
            store.backup(copy);
            assertThatThrownBy(() -> store.backup(copy)).hasMessageContaining("there already");
            assertThatThrownBy(() -> store.backup(folder.resolve("none/copy.db")))
                    .isInstanceOf(DatanetException.class)
                    .hasMessageContaining("copy.db");
        }
        try (DatanetStore store = DatanetStore.open(copy)) {
            assertThat(store.curation().counts("swaps").of(ReviewState.REJECTED))
                    .isEqualTo(5);
            assertThat(store.check().sound()).isTrue();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void whatDoesNotAgreeIsFound() throws Exception {
        older(file());
        DatanetStore.open(file()).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute("update facet set rows = rows + 1 where id = 1");
            String columns = "datanet_id, contributor_id, licence_id, source, context, messages, content_hash,"
                    + " text_hash, leaf, created";
            for (int split = 0; split < 2; split++) {
                statement.execute("insert into contribution (split, " + columns + ") select " + split + ", " + columns
                        + " from contribution where id = 1");
            }
        }
        try (DatanetStore store = DatanetStore.open(file())) {
            assertThat(store.check().problems()).doesNotContain("2 rows are not in the text index");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + Words.of(file()));
                Statement statement = connection.createStatement()) {
            statement.execute("delete from contribution_words where rowid in (2, 3, 4)");
            statement.execute("insert into contribution_words (rowid, net, body) values (9, 'd1', 'none')");
        }
        try (DatanetStore store = DatanetStore.open(file())) {
            assertThat(store.check().problems())
                    .containsExactly(
                            "2 rows are there twice",
                            "2 held-out rows have their text among the training rows",
                            "2 rows have no state",
                            "3 rows are not in the text index",
                            "1 rows are in the text index only",
                            "1 tallies do not count what there is");
        }
    }
}
