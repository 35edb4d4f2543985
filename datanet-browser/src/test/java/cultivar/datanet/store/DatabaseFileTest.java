package cultivar.datanet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Split;
import cultivar.datanet.load.RowDefaults;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the file by other hands. */
class DatabaseFileTest {
    private static final DatanetVersionRef FIRST = new DatanetVersionRef("swaps", 1);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("datanets.db");
    }

    private void published() {
        try (DatanetStore store = DatanetStore.open(file())) {
            store.create(DatanetCard.titled("Swaps"));
            String rows = String.join(
                    "\n",
                    DatanetStoreTest.row("First question", DatanetStoreTest.ALICE, "a"),
                    DatanetStoreTest.row("Second question", DatanetStoreTest.BOB, "b"),
                    DatanetStoreTest.row("Third question", DatanetStoreTest.ALICE, "c"));
            store.importRows(
                    "swaps",
                    "r",
                    new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)),
                    -1,
                    Split.TRAIN,
                    new RowDefaults(EvmAddress.NOBODY, ""),
                    ImportListener.NONE);
            store.publish("swaps");
        }
    }

    private void sql(String... commands) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    private VersionCheck verify() {
        try (DatanetStore store = DatanetStore.open(file())) {
            return store.verify(FIRST);
        }
    }

    @Test
    void aByteChangedInTheFileIsFoundAndItsRowNamed() throws Exception {
        published();
        byte[] bytes = Files.readAllBytes(file());
        String image = new String(bytes, StandardCharsets.ISO_8859_1);
        int place = image.indexOf("\"Second question\"");
        assertThat(place).isPositive();
        bytes[place + 1] = 'Z';
        Files.write(file(), bytes);
        VersionCheck check = verify();
        assertThat(check.holds()).isFalse();
        assertThat(check.differences()).hasSize(1).first().satisfies(difference -> {
            assertThat(difference.position()).isEqualTo(2);
            assertThat(difference.row()).isEqualTo(2);
            assertThat(difference.what()).isEqualTo("content");
        });
        assertThat(check.foundRoot()).isNotEqualTo(check.expectedRoot());
        assertThat(check.summary()).isEqualTo("swaps@1 does not hold: the content of row 2 (place 2) was changed");
    }

    @Test
    void changesOfMetadataAndOwnersAreFoundToo() throws Exception {
        published();
        sql(
                "drop trigger contribution_published",
                "update contribution set source = 'you' where id = 1",
                "update contribution set contributor_id = (select contributor_id from contribution where id = 1)"
                        + " where id = 2",
                "update contribution set messages = messages || ' ' where id = 3");
        assertThat(verify().differences())
                .map(VersionCheck.Difference::row, VersionCheck.Difference::what)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, "content"),
                        org.assertj.core.groups.Tuple.tuple(2L, "contributor"),
                        org.assertj.core.groups.Tuple.tuple(3L, "content"));
    }

    @Test
    void aRowThatIsGoneIsMissed() throws Exception {
        published();
        sql("drop trigger contribution_kept", "pragma foreign_keys = off", "delete from contribution where id = 2");
        VersionCheck check = verify();
        assertThat(check.holds()).isFalse();
        assertThat(check.summary()).contains("published with 3 rows and has 2");
    }

    @Test
    void unreadableTextIsADifferenceAndNoCrash() throws Exception {
        published();
        sql("drop trigger contribution_published", "update contribution set messages = '[{' where id = 2");
        assertThat(verify().differences())
                .hasSize(1)
                .first()
                .satisfies(difference -> assertThat(difference.what()).startsWith("content (unreadable"));
    }

    @Test
    void theDatabaseItselfRefusesToChangeWhatAVersionHolds() throws Exception {
        published();
        assertThatThrownBy(() -> sql("update contribution set messages = 'x' where id = 1"))
                .hasMessageContaining("a version holds this row");
        assertThatThrownBy(() -> sql("delete from contribution where id = 1"))
                .hasMessageContaining("a version holds this row");
        assertThatThrownBy(() -> sql("update version set rows = 1")).hasMessageContaining("cannot be changed");
    }

    @Test
    void aNewerDatabaseIsRefusedInOneLine() throws Exception {
        published();
        sql("insert into flyway_schema_history select 99, '99', description, type, script, checksum, installed_by,"
                + " installed_on, execution_time, success from flyway_schema_history where version = '1'");
        assertThatThrownBy(() -> DatanetStore.open(file()))
                .isInstanceOf(DatanetException.class)
                .hasMessageContaining("newer Cultivar")
                .hasMessageContaining("schema is 99");
    }

    @Test
    void anotherProgramsLockIsOneLine() throws Exception {
        published();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("begin immediate");
            try (DatanetStore store = DatanetStore.open(file(), 100, Clock.systemUTC())) {
                assertThat(store.list()).as("reading goes on").hasSize(1);
                assertThatThrownBy(() -> store.create(DatanetCard.titled("Other")))
                        .isInstanceOf(DatanetException.class)
                        .hasMessageContaining("in use by another program");
                statement.execute("rollback");
                store.create(DatanetCard.titled("Other"));
            }
        }
    }

    @Test
    void anExclusiveLockAtTheStartIsOneLine() throws Exception {
        sql("create table t (x)", "drop table t");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("begin exclusive");
            assertThatThrownBy(() -> DatanetStore.open(file(), 100, Clock.systemUTC()))
                    .isInstanceOf(DatanetException.class)
                    .hasMessageContaining("in use by another program");
        }
    }

    @Test
    void otherFilesAreRefused() throws Exception {
        sql("create table mine (x)");
        assertThatThrownBy(() -> DatanetStore.open(file())).hasMessageContaining("another program");
        Path text = folder.resolve("text.db");
        Files.writeString(text, "This is no database at all. ".repeat(50));
        assertThatThrownBy(() -> DatanetStore.open(text)).hasMessageContaining("no database");
        assertThat(Files.readString(text)).startsWith("This is no database");
    }

    @Test
    void aClosedStoreSaysSo() {
        DatanetStore store = DatanetStore.open(file());
        store.close();
        assertThatThrownBy(store::list).hasMessageContaining("closed");
    }
}
