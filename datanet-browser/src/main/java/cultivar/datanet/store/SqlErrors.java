package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** Says in one line what a failure of SQLite means and what to do. */
final class SqlErrors {
    private SqlErrors() {}

    static DatanetException explain(Path file, SQLException e) {
        return new DatanetException(message(file, e), e);
    }

    /** The SQLite failure at the bottom of another one, if there is any. */
    static DatanetException explain(Path file, RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return explain(file, sql);
            }
        }
        return new DatanetException(
                "The datanet database " + file + " cannot be brought up to date ("
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "); put back a copy, or"
                        + " update Cultivar",
                e);
    }

    /** A failure of copying a database; what it says of the disk is said of the copy. */
    static DatanetException ofBackup(Path copy, SQLException e) {
        boolean full = code(e) == 13;
        return new DatanetException(
                full
                        ? "The disk is full; no copy was made as " + copy + ". Free some space and try again"
                        : "The copy " + copy + " cannot be made (" + e.getMessage()
                                + "); check its folder, and that no other program holds the database",
                e);
    }

    /** A failure of the text index, of which the rows know nothing. */
    static DatanetException ofWords(Path words, SQLException e) {
        String what = "The text index " + words;
        return new DatanetException(
                switch (code(e)) {
                    case 5, 6 -> what + " is in use by another program; close that program and try again";
                    case 11, 26 ->
                        what + " is damaged; close Cultivar and delete it, and it is made anew of the rows. If this"
                                + " comes again, put back a copy of the database";
                    case 13 ->
                        "The disk is full; the rows are there, but the text index " + words
                                + " does not have all of them yet. Free some space and try again";
                    default -> what + " cannot be written (" + e.getMessage() + "); check its folder";
                },
                e);
    }

    static boolean busy(SQLException e) {
        return code(e) == 5 || code(e) == 6;
    }

    static boolean damaged(SQLException e) {
        return code(e) == 11 || code(e) == 26;
    }

    /** SQLite's primary code, which is the low byte of an extended one; 0 where the failure is not SQLite's. */
    private static int code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
    }

    private static String message(Path file, SQLException e) {
        String database = "The datanet database " + file;
        if (!(e instanceof SQLiteException)) {
            return database + " cannot be used: " + e.getMessage();
        }
        return switch (code(e)) {
            case 5, 6 -> database + " is in use by another program; close that program and try again";
            case 8 -> database + " cannot be written; check the permissions of the file and its folder";
            case 10 -> database + " cannot be read or written (" + e.getMessage() + "); check the disk";
            case 11, 26 ->
                database + " is damaged or no database; put back a copy, or move the file away to start anew";
            case 13 -> "The disk is full; nothing was changed in " + file + ". Free some space and try again";
            case 14 -> database + " cannot be opened; check that the folder exists and may be written";
            default -> database + " refused: " + e.getMessage();
        };
    }
}
