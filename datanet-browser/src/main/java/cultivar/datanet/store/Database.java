package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * One connection that writes, one transaction at a time, and as many that read as there are readers at once; these have
 * the text index beside the rows.
 */
final class Database implements AutoCloseable {
    /** Work on a connection. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** In bytes, of a new file: an import finds, fills and writes half as many as of the usual size. */
    private static final int PAGE_BYTES = 8192;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Path file;
    private final SQLiteDataSource source;
    private final Connection writer;
    private final Words words;
    private final ReentrantLock writing = new ReentrantLock();
    private final Deque<Connection> readers = new ArrayDeque<>();
    private boolean closed;

    private Database(Path file, SQLiteDataSource source, Connection writer, Words words) {
        this.file = file;
        this.source = source;
        this.writer = writer;
        this.words = words;
    }

    /** Opens the file, making or migrating it as needed. Waits for a lock of another program as long as told. */
    static Database open(Path file, int busyMillis) {
        SQLiteDataSource source = new SQLiteDataSource(config(busyMillis));
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        try {
            new Schema(file, source).prepare();
            Words words = Words.open(file, source, busyMillis);
            Connection writer = source.getConnection();
            try (Statement statement = writer.createStatement()) {
                // In KiB: the inner and most outer pages of the hashes' indexes, into which rows fall anywhere.
                statement.execute("pragma cache_size = -96000");
                // What a trigger's failure would need to put back stands in a file otherwise, opened for each row.
                statement.execute("pragma temp_store = memory");
            }
            return new Database(file, source, writer, words);
        } catch (SQLException e) {
            throw SqlErrors.explain(file, e);
        }
    }

    private static SQLiteConfig config(int busyMillis) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(busyMillis);
        config.enforceForeignKeys(true);
        // A commit that the user saw confirmed is on the disk, also after a power cut.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        // Otherwise the driver prepares and asks "select last_insert_rowid()" after each row that goes in.
        config.setGetGeneratedKeys(false);
        config.setCacheSize(-32_000);
        config.setPageSize(PAGE_BYTES);
        return config;
    }

    /** Runs one transaction; it is rolled back if the work throws. */
    <T> T write(Work<T> work) {
        writing.lock();
        try {
            refuseIfClosed();
            // By hand, because the driver's own transactions begin at once after a commit and so hold the lock for
            // ever.
            execute("begin immediate");
            boolean done = false;
            try {
                T result = work.run(writer);
                execute("commit");
                done = true;
                return result;
            } finally {
                if (!done) {
                    rollBack();
                }
            }
        } catch (SQLException e) {
            throw SqlErrors.explain(file, e);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Runs one transaction that the end of the program cannot undo, but a power cut can until the next {@link #write}:
     * where many follow each other, the disk need not be waited for after each.
     */
    <T> T writeAhead(Work<T> work) {
        writing.lock();
        try {
            refuseIfClosed();
            execute("pragma synchronous = normal");
            try {
                return write(work);
            } finally {
                execute("pragma synchronous = full");
            }
        } catch (SQLException e) {
            throw SqlErrors.explain(file, e);
        } finally {
            writing.unlock();
        }
    }

    /** Work on the writer's connection between transactions. */
    <T> T between(Work<T> work) {
        writing.lock();
        try {
            refuseIfClosed();
            return work.run(writer);
        } catch (SQLException e) {
            throw SqlErrors.explain(file, e);
        } finally {
            writing.unlock();
        }
    }

    /** Runs queries that change nothing and wait for nobody. */
    <T> T read(Work<T> work) {
        try {
            return query(work);
        } catch (SQLException e) {
            throw SqlErrors.explain(file, e);
        }
    }

    private <T> T query(Work<T> work) throws SQLException {
        Connection connection = borrow();
        try {
            return work.run(connection);
        } finally {
            giveBack(connection);
        }
    }

    /** Runs queries that look for a text as it is typed, when the text index has all rows that are there now. */
    <T> T search(String text, Work<T> work) {
        if (text.isBlank()) {
            return read(work);
        }
        awaitWords();
        try {
            return query(work);
        } catch (SQLException e) {
            throw SqlErrors.damaged(e) ? SqlErrors.ofWords(Words.of(file), e) : SqlErrors.explain(file, e);
        }
    }

    /** Waits until the text index has all rows that are there now. */
    void awaitWords() {
        words.await(read(Words::newest));
    }

    /** As {@link #awaitWords}, but for the rows up to one. */
    void awaitWords(long row) {
        words.await(row);
    }

    /** Has new rows put into the text index in the background. */
    void followWords() {
        words.follow();
    }

    @Override
    public void close() {
        writing.lock();
        try {
            synchronized (readers) {
                closed = true;
                for (Connection reader : readers) {
                    reader.close();
                }
                readers.clear();
            }
            words.close();
            writer.close();
        } catch (SQLException e) {
            throw SqlErrors.explain(file, e);
        } finally {
            writing.unlock();
        }
    }

    /** Runs work on a connection of its own, which may write elsewhere. */
    <T> T apart(Work<T> work) {
        refuseIfClosed();
        try (Connection connection = source.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw SqlErrors.explain(file, e);
        }
    }

    private Connection borrow() throws SQLException {
        synchronized (readers) {
            refuseIfClosed();
            Connection free = readers.poll();
            if (free != null) {
                return free;
            }
        }
        Connection fresh = source.getConnection();
        Sql.execute(fresh, "attach ? as words", Words.of(file).toAbsolutePath().toString());
        try (var statement = fresh.createStatement()) {
            statement.execute("pragma words.cache_size = -16000");
            statement.execute("pragma query_only = on");
        }
        return fresh;
    }

    private void giveBack(Connection connection) throws SQLException {
        synchronized (readers) {
            if (!closed) {
                readers.push(connection);
                return;
            }
        }
        connection.close();
    }

    private void refuseIfClosed() {
        synchronized (readers) {
            if (closed) {
                throw new DatanetException("The datanet store is closed");
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }

    private void rollBack() {
        try {
            execute("rollback");
        } catch (SQLException e) {
            // A full disk ends the transaction by itself; the failure that led here says more than this one.
            LOG.debug("Rolling back {}", file, e);
        }
    }
}
