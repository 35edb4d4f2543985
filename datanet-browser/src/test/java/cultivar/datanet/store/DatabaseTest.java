package cultivar.datanet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.DatanetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path folder;

    private static int execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return 0;
        }
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from licence")) {
            return row.getInt(1);
        }
    }

    private static String licences(int from, int to) {
        return "insert into licence (name) with recursive n (i) as (select " + from
                + " union all select i + 1 from n where i < " + to + ") select 'licence ' || i from n";
    }

    @Test
    void aFullDiskUndoesTheTransactionAndIsOneLine() {
        try (Database database = Database.open(folder.resolve("d.db"), 100)) {
            database.write(connection -> execute(connection, licences(1, 10)));
            // SQLite's own limit on the file's pages fails as a full disk does.
            database.write(connection -> execute(connection, "pragma max_page_count = 80"));
            assertThatThrownBy(() -> database.write(connection -> execute(connection, licences(11, 100_000))))
                    .isInstanceOf(DatanetException.class)
                    .hasMessageContaining("disk is full")
                    .hasMessageContaining("nothing was changed");
            assertThat(database.read(DatabaseTest::count)).isEqualTo(10);
            database.write(connection -> execute(connection, "pragma max_page_count = 100000"));
            database.write(connection -> execute(connection, licences(11, 20)));
            assertThat(database.read(DatabaseTest::count)).isEqualTo(20);
        }
    }

    @Test
    void whatThrowsIsRolledBack() {
        try (Database database = Database.open(folder.resolve("d.db"), 100)) {
            assertThatThrownBy(() -> database.write(connection -> {
                        execute(connection, licences(1, 10));
                        throw new IllegalStateException("on purpose");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(database.read(DatabaseTest::count)).isZero();
        }
    }

    @Test
    void readersCannotWrite() {
        try (Database database = Database.open(folder.resolve("d.db"), 100)) {
            assertThatThrownBy(() -> database.read(connection -> execute(connection, licences(1, 2))))
                    .isInstanceOf(DatanetException.class);
        }
    }

    @Test
    void theLogOfManyTransactionsIsMovedMeanwhileAndIsEmptyAfterThem() throws Exception {
        Path file = folder.resolve("d.db");
        Path log = folder.resolve("d.db-wal");
        try (Database database = Database.open(file, 100)) {
            try (BulkWrite bulk = new BulkWrite(database, 2500)) {
                for (int i = 0; i < 20; i++) {
                    int from = i * 50_000;
                    bulk.write(connection -> execute(connection, licences(from + 1, from + 50_000)));
                    assertThat(database.read(DatabaseTest::count)).isEqualTo(from + 50_000);
                }
            }
            // Some hundred pages of each transaction; without moving there would be more than four times as many.
            assertThat(Files.size(file) + Files.size(log)).isGreaterThan(20L << 20);
            assertThat(Files.size(log)).isLessThan(4000L * 8216);
            long left = database.between(DatabaseTest::notMoved);
            long automatic = database.between(connection -> Sql.number(connection, "pragma wal_autocheckpoint"));
            long synchronous = database.between(connection -> Sql.number(connection, "pragma synchronous"));
            assertThat(left).as("pages that are not in the file").isZero();
            assertThat(automatic).isEqualTo(1000);
            assertThat(synchronous).as("2 is full").isEqualTo(2);
        }
    }

    private static long notMoved(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("pragma wal_checkpoint(noop)")) {
            return row.getLong(2) - row.getLong(3);
        }
    }

    @Test
    void aLogThatCannotBeMovedHidesNoTransactionThatWasCommitted() throws Exception {
        try (Database database = Database.open(folder.resolve("d.db"), 100);
                BulkWrite bulk = new BulkWrite(database)) {
            Statement reading = bulk.write(connection -> {
                execute(connection, licences(1, 10));
                // The log is not moved by a connection that is in the middle of a query.
                Statement query = connection.createStatement();
                query.executeQuery("select name from licence").next();
                return query;
            });
            assertThatThrownBy(() -> bulk.write(connection -> execute(connection, licences(11, 20))))
                    .isInstanceOf(DatanetException.class);
            reading.close();
            assertThat(database.read(DatabaseTest::count)).isEqualTo(10);
            bulk.write(connection -> execute(connection, licences(11, 20)));
            assertThat(database.read(DatabaseTest::count)).isEqualTo(20);
        }
    }

    @Test
    void aBulkThatFailsLeavesWhatItHadWritten() {
        try (Database database = Database.open(folder.resolve("d.db"), 100)) {
            assertThatThrownBy(() -> {
                        try (BulkWrite bulk = new BulkWrite(database)) {
                            bulk.write(connection -> execute(connection, licences(1, 10)));
                            bulk.write(connection -> {
                                execute(connection, licences(11, 20));
                                throw new IllegalStateException("on purpose");
                            });
                        }
                    })
                    .isInstanceOf(IllegalStateException.class);
            assertThat(database.read(DatabaseTest::count)).isEqualTo(10);
        }
    }
}
