package cultivar.datanet.store;

import cultivar.datanet.HistoryEntry;
import cultivar.datanet.Split;
import java.sql.Connection;
import java.sql.SQLException;

/** Notes which files were brought in. */
final class Imports {
    /** What became of a file's rows. */
    record Counts(long added, long duplicates, long rejected) {}

    private Imports() {}

    static long begin(Connection connection, long datanet, String file, Split split, long now) throws SQLException {
        return Sql.number(
                connection,
                "insert into import_run (datanet_id, file, split, started) values (?, ?, ?, ?) returning id",
                datanet,
                file,
                Codes.number(split),
                now);
    }

    /** Writes the end of an import down; returns its entry in the history. */
    static long finish(Connection connection, long datanet, long run, String file, Counts counts, long now)
            throws SQLException {
        Sql.execute(
                connection,
                "update import_run set finished = ?, added = ?, duplicates = ?, rejected = ? where id = ?",
                now,
                counts.added(),
                counts.duplicates(),
                counts.rejected(),
                run);
        long owner = Names.actor(connection, DatanetStore.OWNER);
        return History.add(connection, datanet, owner, now, HistoryEntry.Kind.IMPORT, file, counts.added());
    }
}
