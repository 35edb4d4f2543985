package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Many transactions one after the other. What they wrote into the database's log is moved into its file by a thread of
 * its own, so that the writer does not wait for the disk. To be closed, so that no single edit later has to do it.
 */
final class BulkWrite implements AutoCloseable {
    /** Log that is worth moving, in pages: 16 MiB; half of it in a file of before, whose pages are smaller. */
    private static final long WORTHWHILE = 2048;

    /**
     * The longest log, in pages: 512 MiB, or half of it. It begins anew only when all of it was moved, for which the
     * writer waits.
     */
    private static final long LONGEST = 65_536;

    /** How long the log is and how much of it is in the file, in pages. */
    private record Log(long pages, long moved) {}

    private final Database database;
    private final long longest;
    private CompletableFuture<Log> moving = CompletableFuture.completedFuture(new Log(0, 0));

    BulkWrite(Database database) {
        this(database, LONGEST);
    }

    BulkWrite(Database database, long longest) {
        this.database = database;
        this.longest = longest;
        database.between(connection -> Sql.number(connection, "pragma wal_autocheckpoint = 0"));
    }

    /**
     * Runs one transaction; it is on the disk when a later {@link Database#write} is. What the transactions before it wrote
     * is moved first, so that nothing which was committed is told as a failure.
     */
    <T> T write(Database.Work<T> work) {
        moveWhatIsWorthwhile();
        return database.writeAhead(work);
    }

    private void moveWhatIsWorthwhile() {
        Log log = database.between(connection -> log(connection, "noop"));
        if (log.pages() >= longest) {
            settle();
            database.between(BulkWrite::move);
        } else if (log.pages() - log.moved() >= WORTHWHILE && moving.isDone()) {
            settle();
            moving = CompletableFuture.supplyAsync(
                    () -> database.apart(BulkWrite::move),
                    task -> Thread.ofPlatform().daemon().name("datanet-log").start(task));
        }
    }

    @Override
    public void close() {
        try {
            settle();
        } finally {
            database.between(connection -> {
                move(connection);
                return Sql.number(connection, "pragma wal_autocheckpoint = 1000");
            });
        }
    }

    private void settle() {
        try {
            moving.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof DatanetException failure ? failure : e;
        }
    }

    private static Log move(Connection connection) throws SQLException {
        return log(connection, "passive");
    }

    private static Log log(Connection connection, String mode) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("pragma wal_checkpoint(" + mode + ")")) {
            return row.next() ? new Log(row.getLong(2), row.getLong(3)) : new Log(0, 0);
        }
    }
}
