package cultivar.datanet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.DatanetException;
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
}
