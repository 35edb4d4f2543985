package cultivar.datanet.store;

import cultivar.datanet.CurationCounts;
import cultivar.datanet.Decision;
import cultivar.datanet.HistoryEntry;
import cultivar.datanet.RowChange;
import cultivar.datanet.RowEdit;
import cultivar.datanet.StoredRow;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Review and tags of rows, with their history. Each call that changes something is one transaction, on the disk when it
 * returns, and one step of undo, however many rows it changes. A version that was published stays as it is; what is no
 * longer accepted is left out of the next one. Safe for use by several threads, as {@link DatanetStore} is.
 */
public final class Curation {
    private final Database database;
    private final Clock clock;

    Curation(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Changes rows.
     *
     * @param rows ids of rows of the datanet; fails as a whole where one is not of it
     * @param actor who does it
     * @return what the history says of it; empty where the rows are so already
     */
    public Optional<HistoryEntry> apply(String datanet, List<Long> rows, RowEdit edit, String actor) {
        return database.write(connection ->
                new Edits(connection, Catalogue.id(connection, datanet), actor, clock.millis()).apply(rows, edit));
    }

    /** Changes all rows that a filter lets through at this moment, as {@link #apply}. */
    public Optional<HistoryEntry> applyToAll(String datanet, RowFilter filter, RowEdit edit, String actor) {
        return database.write(connection -> {
            long id = Catalogue.id(connection, datanet);
            // By a reader, which has the words; nobody else adds a row meanwhile.
            List<Long> rows = database.search(
                    filter.text(), reader -> RowSearch.of(reader, id, filter).ids(0, Integer.MAX_VALUE));
            return new Edits(connection, id, actor, clock.millis()).apply(rows, edit);
        });
    }

    /**
     * Takes the actor's latest edit back that was not taken back yet, and so on with every call. What somebody else
     * changed since stays, so that fewer rows may be changed than by the edit.
     *
     * @return what was done; empty where nothing is left to take back
     */
    public Optional<HistoryEntry> undo(String datanet, String actor) {
        return database.write(
                connection -> new Edits(connection, Catalogue.id(connection, datanet), actor, clock.millis()).undo());
    }

    /**
     * Takes one edit of the actor back, as {@link #undo(String, String)} does the latest one.
     *
     * @param entry the id of the edit's history entry
     * @return what was done; empty where it is no edit of the actor, or was taken back already
     */
    public Optional<HistoryEntry> undo(String datanet, String actor, long entry) {
        return database.write(connection ->
                new Edits(connection, Catalogue.id(connection, datanet), actor, clock.millis()).undo(entry));
    }

    /** Does again what the actor's latest undo took back; empty where there is none, or an edit came after it. */
    public Optional<HistoryEntry> redo(String datanet, String actor) {
        return database.write(
                connection -> new Edits(connection, Catalogue.id(connection, datanet), actor, clock.millis()).redo());
    }

    /**
     * The history of a datanet, newest first.
     *
     * @param before 0 for the newest, then the id of the last entry seen
     */
    public List<HistoryEntry> history(String datanet, long before, int limit) {
        return database.read(
                connection -> History.before(connection, Catalogue.id(connection, datanet), before, limit));
    }

    /** What was done to one row, newest first. */
    public List<RowChange> historyOf(long row) {
        return database.read(connection -> History.of(connection, row));
    }

    /**
     * What people decided about rows, row by row, those about one row in the order in which they were made. What was
     * taken back is not among them.
     */
    public List<Decision> decisions(String datanet) {
        return database.read(connection -> History.decisions(connection, Catalogue.id(connection, datanet)));
    }

    /** How many rows there are of each state, tag, contributor and licence. */
    public CurationCounts counts(String datanet) {
        return database.read(connection -> Tallies.counts(connection, Catalogue.id(connection, datanet)));
    }

    /** The first row behind an id that a filter lets through; 0 begins at the front. */
    public Optional<StoredRow> next(String datanet, RowFilter filter, long after) {
        return database
                .search(
                        filter.text(),
                        connection -> RowQueries.page(connection, Catalogue.id(connection, datanet), filter, after, 1))
                .rows()
                .stream()
                .findFirst();
    }
}
