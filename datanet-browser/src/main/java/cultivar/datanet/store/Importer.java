package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import cultivar.datanet.load.Problem;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings one file into a datanet, some batches at a time, which are one transaction. Words are written while later rows
 * are.
 */
final class Importer {
    /** Rows of the first transactions, so that something is soon confirmed. */
    private static final int FEWEST_ROWS = 1000;

    /** Rows of a large file's later ones: each touches nearly all pages of the hashes' indexes, so fewer are better. */
    private static final int MOST_ROWS = 64_000;

    /**
     * Rows whose words may be missing while later ones come in, so that neither of the two threads waits for the other
     * where one has more to do for a while; a search waits for as many.
     */
    private static final long MOST_WITHOUT_WORDS = 2L * MOST_ROWS;

    /** Characters of one transaction: long rows fill the log long before they are many. */
    private static final long MOST_CHARACTERS = 64L << 20;

    /**
     * What one transaction did.
     *
     * @param newest the newest row after it
     * @param last what was read last
     */
    private record Step(long added, long duplicates, long newest, List<Problem> problems, BatchReader.Batch last) {}

    private final Database database;
    private final Clock clock;
    private final String datanet;
    private final String file;
    private final Split split;
    private final ReviewState state;
    private final ImportListener listener;
    private final long mostCharacters;
    private final List<Problem> problems = new ArrayList<>();
    private final ProblemLog log = new ProblemLog();
    private long added;
    private long duplicates;
    private long rejected;
    private long warnings;

    Importer(
            Database database,
            Clock clock,
            String datanet,
            String file,
            Split split,
            ReviewState state,
            ImportListener listener) {
        this(database, clock, datanet, file, split, state, listener, MOST_CHARACTERS);
    }

    Importer(
            Database database,
            Clock clock,
            String datanet,
            String file,
            Split split,
            ReviewState state,
            ImportListener listener,
            long mostCharacters) {
        this.database = database;
        this.clock = clock;
        this.datanet = datanet;
        this.file = file;
        this.split = split;
        this.state = state;
        this.listener = listener;
        this.mostCharacters = mostCharacters;
    }

    ImportReport run(BatchReader.Opening opening, long total) {
        long datanetId = database.read(connection -> Catalogue.id(connection, datanet));
        try (BatchReader reader = new BatchReader(opening);
                ProblemLog log = this.log;
                BulkWrite bulk = new BulkWrite(database)) {
            boolean cancelled = run(reader, bulk, datanetId, total);
            return new ImportReport(
                    datanet, file, added, duplicates, rejected, warnings, problems, cancelled, log.file());
        } catch (IOException e) {
            throw new DatanetException(file + " cannot be read (" + e.getMessage() + "); check its permissions", e);
        }
    }

    /** Brings the rows in; whether it was stopped before the end. */
    private boolean run(BatchReader reader, BulkWrite bulk, long datanetId, long total) {
        long run = begin(datanetId);
        boolean more;
        try {
            KnownTexts known = new KnownTexts(datanetId);
            do {
                Step step = bulk.write(connection -> write(connection, reader, datanetId, run, known));
                known.committed(step.newest());
                database.followWords();
                tell(step, total);
                database.awaitWords(step.newest() - MOST_WITHOUT_WORDS);
                more = step.last().more();
            } while (more && !stopped());
        } catch (RuntimeException e) {
            try {
                finish(datanetId, run);
            } catch (DatanetException again) {
                // What ended the import, such as a full disk, may keep its end from being noted too.
                e.addSuppressed(again);
            }
            throw e;
        }
        finish(datanetId, run);
        if (!more) {
            database.awaitWords();
        }
        return more;
    }

    private boolean stopped() {
        return listener.stop() || Thread.currentThread().isInterrupted();
    }

    /** Writes some batches within one transaction. */
    private Step write(Connection connection, BatchReader reader, long datanetId, long run, KnownTexts known)
            throws SQLException {
        known.catchUp(connection, added + duplicates);
        long most = Math.clamp(added / 4, FEWEST_ROWS, MOST_ROWS);
        long fresh = 0;
        long old = 0;
        long characters = 0;
        List<Problem> found = new ArrayList<>();
        try (RowWriter writer = new RowWriter(connection, datanetId, split, state, run, clock.millis(), known)) {
            while (true) {
                BatchReader.Batch batch = reader.next();
                characters += batch.characters();
                found.addAll(batch.problems());
                for (PreparedRow row : batch.rows()) {
                    switch (writer.write(row)) {
                        case ADDED -> fresh++;
                        case DUPLICATE -> old++;
                        case OTHER_SIDE ->
                            found.add(new Problem(
                                    Problem.Severity.REJECTED, file, row.line(), RowWriter.otherSide(split)));
                    }
                }
                boolean full = fresh + old >= most
                        || characters >= mostCharacters
                        || found.size() >= BatchReader.MOST_PROBLEMS;
                if (full || !batch.more() || stopped()) {
                    writer.finish();
                    return new Step(fresh, old, writer.last(), found, batch);
                }
            }
        }
    }

    /** Tells what a transaction did, now that nothing can undo it. */
    private void tell(Step step, long total) {
        added += step.added();
        duplicates += step.duplicates();
        step.problems().forEach(this::report);
        BatchReader.Batch last = step.last();
        listener.progress(new ImportProgress(last.bytes(), total, last.lines(), added, duplicates, rejected));
        if (last.failure() != null) {
            throw broken(last.failure(), last.lines());
        }
    }

    private DatanetException broken(Exception e, long lines) {
        String rest = "; the " + added + " rows before it are in. Import it again when it can be read";
        return e instanceof DatanetException
                ? new DatanetException(added == 0 ? String.valueOf(e.getMessage()) : e.getMessage() + rest, e)
                : new DatanetException(
                        file + " cannot be read beyond line " + lines + " (" + e.getMessage() + ")" + rest, e);
    }

    private void report(Problem problem) {
        boolean rejection = problem.severity() == Problem.Severity.REJECTED;
        long before = rejection ? rejected++ : warnings++;
        if (before < ImportReport.LISTED) {
            problems.add(problem);
        }
        log.add(problem);
        listener.problem(problem);
    }

    private long begin(long datanetId) {
        return database.write(connection -> Imports.begin(connection, datanetId, file, split, clock.millis()));
    }

    private void finish(long datanetId, long run) {
        database.write(connection -> Imports.finish(
                connection, datanetId, run, file, new Imports.Counts(added, duplicates, rejected), clock.millis()));
    }
}
