package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The text index, in a file of its own beside the database, so that one thread can write words while another writes rows.
 * It holds nothing that the rows do not, and they neither change nor go: the words of rows up to a mark are there, and
 * those of the rest are made of the rows, by whoever needs them first or in the background. Only rows that are committed
 * are read, so that nothing is found that is not there.
 */
final class Words implements AutoCloseable {
    private static final int FORMAT = 1;

    /** In bytes: two leaves of the index fill one, while many of them need a second page of half the size. */
    private static final int PAGE_BYTES = 8192;

    /** Rows that are read at once: no long look at the database, whose log could not begin anew meanwhile. */
    private static final int PAGE_ROWS = 1000;

    private static final long PAGE_CHARACTERS = 4L << 20;

    /** What one transaction takes: each makes a piece of the index, and many pieces must be merged. */
    private static final long MOST_ROWS = 64_000;

    private static final long MOST_CHARACTERS = 64L << 20;

    /** After a power cut some of the last transactions of an import may be gone from the database, but never so many. */
    private static final int MARKS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Words.class);

    private record Row(long id, long datanet, String words) {}

    private record Mark(long row, String trait) {}

    private final Path file;
    private final Connection words;
    private final Connection rows;
    /** Fair, so that a search waits for one transaction of a thread that has many to do. */
    private final ReentrantLock indexing = new ReentrantLock(true);

    private volatile long indexed;
    private volatile boolean closed;
    private boolean asked;
    private @Nullable Thread follower;

    private Words(Path file, Connection words, Connection rows) {
        this.file = file;
        this.words = words;
        this.rows = rows;
    }

    /** Where the words of a database are. */
    static Path of(Path database) {
        return database.resolveSibling(database.getFileName() + ".words");
    }

    /** Opens the words of a database, making the file anew where it is damaged, and has what is missing written. */
    static Words open(Path database, SQLiteDataSource rows, int busyMillis) {
        Path file = of(database);
        try {
            try {
                return attempt(file, rows, busyMillis);
            } catch (SQLException e) {
                if (!SqlErrors.damaged(e)) {
                    throw e;
                }
                LOG.warn("{} is damaged and made anew ({})", file, e.getMessage());
                delete(file);
                return attempt(file, rows, busyMillis);
            }
        } catch (SQLException e) {
            throw SqlErrors.ofWords(file, e);
        }
    }

    private static void delete(Path file) {
        try {
            for (String end : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
            }
        } catch (IOException e) {
            throw new DatanetException(
                    "The text index " + file + " is damaged and cannot be deleted (" + e.getMessage()
                            + "); delete it, and it is made anew of the rows",
                    e);
        }
    }

    private static Words attempt(Path file, SQLiteDataSource source, int busyMillis) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(busyMillis);
        // What a power cut takes is written again.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setGetGeneratedKeys(false);
        config.setCacheSize(-32_000);
        config.setPageSize(PAGE_BYTES);
        SQLiteDataSource own = new SQLiteDataSource(config);
        own.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        Connection words = own.getConnection();
        try {
            Connection rows = source.getConnection();
            try {
                Words opened = new Words(file, words, rows);
                opened.prepare();
                return opened;
            } catch (SQLException | RuntimeException e) {
                rows.close();
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            words.close();
            throw e;
        }
    }

    private void prepare() throws SQLException {
        execute("pragma journal_mode = wal");
        // In pages: the log is moved, for which the disk is waited for, after some transactions and not after each.
        execute("pragma wal_autocheckpoint = 16384");
        if (Sql.number(words, "pragma user_version") != FORMAT) {
            transaction(this::create);
        }
        List<Mark> marks = marks();
        if (!marks.isEmpty() && !stands(marks.getFirst())) {
            transaction(this::takeOut);
        }
        indexed = last();
        if (indexed < newest(rows)) {
            follow();
        }
    }

    private long create() throws SQLException {
        if (Sql.number(words, "pragma user_version") != FORMAT) {
            execute("drop table if exists contribution_words");
            execute("drop table if exists mark");
            // net holds "d" and the datanet's id, so that one datanet can be searched; and a search is asked while its
            // last word is still being typed.
            execute("create virtual table contribution_words using fts5 (net, body, content = '',"
                    + " contentless_delete = 1, prefix = '1 2', tokenize = 'unicode61 remove_diacritics 2')");
            // In bytes: a transaction makes one piece of the index and not twenty that must be merged again.
            execute("insert into contribution_words (contribution_words, rank) values ('hashsize', 67108864)");
            // Some is merged with each transaction. With 16, where all is merged at once, the sixteenth took ten
            // seconds.
            execute("insert into contribution_words (contribution_words, rank) values ('automerge', 8)");
            execute("create table mark (row integer primary key, trait text not null) strict");
            execute("pragma user_version = " + FORMAT);
        }
        return 0;
    }

    /**
     * Takes out what is of other rows than those that are there: some that a power cut took, or all where the database was
     * replaced by another one or by an older copy.
     */
    private long takeOut() throws SQLException {
        long standing = 0;
        for (Mark mark : marks()) {
            if (stands(mark)) {
                standing = mark.row();
                break;
            }
        }
        if (standing == 0) {
            execute("insert into contribution_words (contribution_words) values ('delete-all')");
        } else {
            execute("delete from contribution_words where rowid > " + standing);
        }
        execute("delete from mark where row > " + standing);
        return standing;
    }

    private boolean stands(Mark mark) throws SQLException {
        return mark.trait().equals(trait(mark.row()));
    }

    /** What no other row has in its place. */
    private String trait(long row) throws SQLException {
        try (PreparedStatement query = rows.prepareStatement(
                "select hex(content_hash) || ' ' || created || ' ' || datanet_id from contribution where id = ?")) {
            query.setLong(1, row);
            try (ResultSet found = query.executeQuery()) {
                return found.next() ? found.getString(1) : "";
            }
        }
    }

    /** The marks of the last transactions, newest first. */
    private List<Mark> marks() throws SQLException {
        List<Mark> marks = new ArrayList<>();
        try (Statement statement = words.createStatement();
                ResultSet row = statement.executeQuery("select row, trait from mark order by row desc")) {
            while (row.next()) {
                marks.add(new Mark(row.getLong(1), row.getString(2)));
            }
        }
        return marks;
    }

    /** The newest row that is committed. */
    static long newest(Connection rows) throws SQLException {
        return Sql.number(rows, "select coalesce(max(id), 0) from contribution");
    }

    /** Returns when the words of all rows up to one are in the index. */
    void await(long row) {
        boolean found = true;
        while (indexed < row && found) {
            indexing.lock();
            try {
                if (closed) {
                    return;
                }
                found = indexed >= row || advance();
            } catch (SQLException e) {
                throw SqlErrors.ofWords(file, e);
            } finally {
                indexing.unlock();
            }
        }
    }

    /** Has the words of new rows written in the background. */
    synchronized void follow() {
        asked = true;
        if (follower == null && !closed) {
            follower = Thread.ofPlatform().daemon().name("datanet-words").start(this::keepUp);
        }
    }

    private void keepUp() {
        while (goesOn()) {
            try {
                await(Long.MAX_VALUE);
            } catch (DatanetException e) {
                // Whoever searches tries again and is told.
                LOG.warn("Words of new rows are not written yet: {}", e.getMessage());
            }
        }
    }

    private synchronized boolean goesOn() {
        boolean more = asked && !closed;
        asked = false;
        if (!more) {
            follower = null;
        }
        return more;
    }

    /** Writes the words of the next rows; whether there were any. */
    private boolean advance() throws SQLException {
        long before = indexed;
        try {
            indexed = transaction(this::add);
        } catch (SQLException e) {
            // Another program may be writing them.
            indexed = last();
            if (!SqlErrors.busy(e) || indexed == before) {
                throw e;
            }
        }
        return indexed > before;
    }

    private long add() throws SQLException {
        long from = last();
        long at = from;
        long characters = 0;
        try (PreparedStatement query = rows.prepareStatement("""
            select c.id, c.datanet_id, case when json_valid(c.messages) then (
                select coalesce(group_concat(m.value ->> 'content', char(10)), '') from json_each(c.messages) m
            ) else c.messages end
            from contribution c where c.id > ? order by c.id limit ?\
            """);
                PreparedStatement insert =
                        words.prepareStatement("insert into contribution_words (rowid, net, body) values (?, ?, ?)")) {
            while (at - from < MOST_ROWS && characters < MOST_CHARACTERS && !closed) {
                List<Row> page = page(query, at);
                if (page.isEmpty()) {
                    break;
                }
                for (Row row : page) {
                    insert.setLong(1, row.id());
                    insert.setString(2, "d" + row.datanet());
                    insert.setString(3, row.words());
                    insert.executeUpdate();
                    characters += row.words().length();
                }
                at = page.getLast().id();
            }
        }
        if (at > from) {
            Sql.execute(words, "insert into mark (row, trait) values (?, ?)", at, trait(at));
            Sql.execute(
                    words,
                    "delete from mark where row <= (select row from mark order by row desc limit 1 offset ?)",
                    MARKS);
        }
        return at;
    }

    private static List<Row> page(PreparedStatement query, long after) throws SQLException {
        List<Row> page = new ArrayList<>();
        long characters = 0;
        query.setLong(1, after);
        query.setInt(2, PAGE_ROWS);
        try (ResultSet row = query.executeQuery()) {
            while (characters < PAGE_CHARACTERS && row.next()) {
                page.add(new Row(row.getLong(1), row.getLong(2), row.getString(3)));
                characters += page.getLast().words().length();
            }
        }
        return page;
    }

    private long last() throws SQLException {
        return Sql.number(words, "select coalesce(max(row), 0) from mark");
    }

    private interface Step {
        long run() throws SQLException;
    }

    private long transaction(Step step) throws SQLException {
        execute("begin immediate");
        boolean done = false;
        try {
            long result = step.run();
            execute("commit");
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBack();
            }
        }
    }

    private void rollBack() {
        try {
            execute("rollback");
        } catch (SQLException e) {
            LOG.debug("Rolling back {}", file, e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = words.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Closes the file soon; what is not written yet is when it is opened again. */
    @Override
    public void close() throws SQLException {
        closed = true;
        indexing.lock();
        try (words;
                rows) {
        } finally {
            indexing.unlock();
        }
    }
}
