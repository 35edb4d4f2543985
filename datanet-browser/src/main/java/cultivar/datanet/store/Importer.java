package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import cultivar.datanet.load.Problem;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Brings one file into a datanet, batch by batch, each batch a transaction. */
final class Importer {
    private final Database database;
    private final Clock clock;
    private final String datanet;
    private final String file;
    private final Split split;
    private final ReviewState state;
    private final ImportListener listener;
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
        this.database = database;
        this.clock = clock;
        this.datanet = datanet;
        this.file = file;
        this.split = split;
        this.state = state;
        this.listener = listener;
    }

    ImportReport run(BatchReader.Opening opening, long total) {
        long datanetId = database.read(connection -> Catalogue.id(connection, datanet));
        try (BatchReader reader = new BatchReader(opening);
                ProblemLog log = this.log) {
            database.gather(true);
            boolean cancelled;
            try {
                cancelled = run(reader, datanetId, total);
            } finally {
                database.gather(false);
            }
            return new ImportReport(
                    datanet, file, added, duplicates, rejected, warnings, problems, cancelled, log.file());
        } catch (IOException e) {
            throw new DatanetException(file + " cannot be read (" + e.getMessage() + "); check its permissions", e);
        }
    }

    /** Brings the rows in; whether it was stopped before the end. */
    private boolean run(BatchReader reader, long datanetId, long total) {
        long run = begin(datanetId);
        boolean cancelled = false;
        try {
            boolean more = true;
            while (more && !cancelled) {
                BatchReader.Batch batch = reader.next();
                batch.problems().forEach(this::report);
                write(datanetId, run, batch.rows());
                listener.progress(new ImportProgress(batch.bytes(), total, batch.lines(), added, duplicates, rejected));
                if (batch.failure() != null) {
                    throw broken(batch.failure(), batch.lines());
                }
                more = batch.more();
                cancelled = more && (listener.stop() || Thread.currentThread().isInterrupted());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancelled = true;
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
        return cancelled;
    }

    private DatanetException broken(Exception e, long lines) {
        String rest = "; the " + added + " rows before it are in. Import it again when it can be read";
        return e instanceof DatanetException
                ? new DatanetException(added == 0 ? String.valueOf(e.getMessage()) : e.getMessage() + rest, e)
                : new DatanetException(
                        file + " cannot be read beyond line " + lines + " (" + e.getMessage() + ")" + rest, e);
    }

    private void write(long datanetId, long run, List<PreparedRow> batch) {
        if (batch.isEmpty()) {
            return;
        }
        List<PreparedRow> refused = new ArrayList<>();
        long[] counts = database.write(connection -> {
            long fresh = 0;
            long old = 0;
            try (RowWriter writer = new RowWriter(connection, datanetId, split, state, run, clock.millis())) {
                for (PreparedRow row : batch) {
                    switch (writer.write(row)) {
                        case ADDED -> fresh++;
                        case DUPLICATE -> old++;
                        case OTHER_SIDE -> refused.add(row);
                    }
                }
            }
            return new long[] {fresh, old};
        });
        added += counts[0];
        duplicates += counts[1];
        for (PreparedRow row : refused) {
            report(new Problem(Problem.Severity.REJECTED, file, row.line(), RowWriter.otherSide(split)));
        }
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
