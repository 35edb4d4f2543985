package cultivar.app.chat.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** One connection to the file of chats, used by one caller at a time. */
final class ChatDatabase implements AutoCloseable {
    /** The number of the newest migration in {@code cultivar/app/chat/db}. */
    static final int NEWEST = 4;

    /** SQLite's mark for the kind of file: "CULC". */
    private static final int APPLICATION = 0x43554C43;

    private static final int BUSY_MILLIS = 10_000;

    /** Work on the connection. */
    interface Work<T> {
        T run(ChatDatabase database) throws SQLException;
    }

    /** Makes something of a row. */
    interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Path file;
    private final Connection connection;
    private boolean closed;

    private ChatDatabase(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    static ChatDatabase open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        try {
            prepare(file, source);
            Connection connection = source.getConnection();
            Function.create(connection, Says.NAME, new Says());
            return new ChatDatabase(file, connection);
        } catch (SQLException e) {
            throw explain(file, e);
        }
    }

    /** Makes or migrates the tables; refuses a file that is newer than the program, or another program's. */
    private static void prepare(Path file, SQLiteDataSource source) throws SQLException {
        int found;
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            boolean empty = number(statement, "select count(*) from sqlite_master") == 0;
            if (!empty && number(statement, "pragma application_id") != APPLICATION) {
                throw new ChatException(file + " is a database of another program; move it away to start anew");
            }
            found = empty
                    ? 0
                    : number(
                            statement,
                            "select coalesce(max(cast(version as integer)), 0) from flyway_schema_history where"
                                    + " success");
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma application_id = " + APPLICATION);
        }
        if (found > NEWEST) {
            throw new ChatException("The chats in " + file + " were written by a newer Cultivar (their schema is "
                    + found + ", this program knows " + NEWEST + "); update Cultivar to open them");
        }
        if (found < NEWEST) {
            try {
                Flyway.configure(ChatDatabase.class.getClassLoader())
                        .dataSource(source)
                        .locations("classpath:cultivar/app/chat/db")
                        .load()
                        .migrate();
            } catch (RuntimeException e) {
                throw new ChatException(
                        "The chats in " + file + " cannot be brought up to date ("
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse("")
                                + "); put back a copy, or update Cultivar",
                        e);
            }
        }
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /** Runs one transaction; it is rolled back if the work throws. */
    synchronized <T> T write(Work<T> work) {
        refuseIfClosed();
        try {
            execute("begin immediate");
            boolean done = false;
            try {
                T result = work.run(this);
                execute("commit");
                done = true;
                return result;
            } finally {
                if (!done) {
                    rollBack();
                }
            }
        } catch (SQLException e) {
            throw explain(file, e);
        }
    }

    private void rollBack() {
        try {
            execute("rollback");
        } catch (SQLException e) {
            // A full disk ends the transaction by itself; the failure that led here says more than this one.
        }
    }

    /** Runs queries that change nothing. */
    synchronized <T> T read(Work<T> work) {
        refuseIfClosed();
        try {
            return work.run(this);
        } catch (SQLException e) {
            throw explain(file, e);
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new ChatException("The chats are closed.");
        }
    }

    /** Inside of work: runs a statement with its values in order; returns how many rows it changed. */
    int execute(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            statement.execute();
            return statement.getUpdateCount();
        }
    }

    /** Inside of work: all rows of a query. */
    <T> List<T> query(Reading<T> reading, String sql, @Nullable Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(reading.read(row));
                }
            }
        }
        return found;
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            connection.close();
        } catch (SQLException e) {
            throw explain(file, e);
        }
    }

    private static ChatException explain(Path file, SQLException e) {
        return new ChatException(
                "The chats in " + file + " cannot be used (" + e.getMessage()
                        + "); check the disk and the file, or move it away to start anew",
                e);
    }
}
