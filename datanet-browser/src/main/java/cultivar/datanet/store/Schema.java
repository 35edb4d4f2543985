package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteDataSource;

/** Brings the tables of a database file to the state that this program knows, by Flyway's migrations. */
final class Schema {
    /** The number of the newest migration in {@code cultivar/datanet/db}. */
    static final int NEWEST = 10;

    /** SQLite's mark for the kind of file: "CULT". */
    private static final int APPLICATION = 0x43554C54;

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private final Path file;
    private final SQLiteDataSource source;

    Schema(Path file, SQLiteDataSource source) {
        this.file = file;
        this.source = source;
    }

    /** Makes or migrates the tables; refuses a file that is newer than the program, or another program's. */
    void prepare() throws SQLException {
        int found;
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            found = installed(statement);
            if (found < 0) {
                throw new DatanetException(file + " is a database of another program; choose another place");
            }
            statement.execute("pragma journal_mode = wal");
            if (found == 0) {
                statement.execute("pragma application_id = " + APPLICATION);
            }
        }
        if (found > NEWEST) {
            throw new DatanetException("The datanet database " + file + " was made by a newer Cultivar (its schema is "
                    + found + ", this program knows " + NEWEST + "); update Cultivar to open it");
        }
        // Flyway's start costs a quarter of a second, which an up-to-date file need not pay.
        if (found < NEWEST) {
            if (found > 0) {
                keep(found);
            }
            try {
                Flyway.configure(Schema.class.getClassLoader())
                        .dataSource(source)
                        .locations("classpath:cultivar/datanet/db")
                        .load()
                        .migrate();
            } catch (RuntimeException e) {
                throw SqlErrors.explain(file, e);
            }
        }
    }

    /** Puts a copy of an older file beside it, for the case that the person wants to go back. */
    private void keep(int version) throws SQLException {
        for (int i = 1; ; i++) {
            Path copy = file.resolveSibling(file.getFileName() + ".v" + version + (i == 1 ? "" : "-" + i) + ".bak");
            if (!Files.exists(copy)) {
                try (Connection connection = source.getConnection()) {
                    Backup.write(connection, copy);
                }
                LOG.info(
                        "{} has schema {}; a copy is kept as {} before it is brought to {}",
                        file,
                        version,
                        copy,
                        NEWEST);
                return;
            }
        }
    }

    /** The schema's number, 0 for an empty file, -1 for a file with tables that are not ours. */
    private static int installed(Statement statement) throws SQLException {
        if (number(statement, "select count(*) from sqlite_master") == 0) {
            return 0;
        }
        if (number(statement, "pragma application_id") != APPLICATION) {
            return -1;
        }
        boolean tracked =
                number(statement, "select count(*) from sqlite_master where name = 'flyway_schema_history'") > 0;
        return tracked
                ? number(
                        statement,
                        "select coalesce(max(cast(version as integer)), 0) from flyway_schema_history where success")
                : 0;
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
