package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import cultivar.datanet.load.ParsedRow;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowReader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings one file into a datanet, batch by batch, each batch a transaction. */
final class Importer {
    /** Rows of one transaction: enough to pay for its write to the disk, few enough to be held. */
    private static final int BATCH_ROWS = 1000;

    /** A large file's later transactions: each touches nearly all pages of the hashes' indexes, so fewer are better. */
    private static final int MOST_BATCH_ROWS = 16_000;

    private static final long BATCH_CHARACTERS = 8L << 20;

    private final Database database;
    private final Clock clock;
    private final String datanet;
    private final String file;
    private final Split split;
    private final ReviewState state;
    private final ImportListener listener;
    private final List<Problem> problems = new ArrayList<>();
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

    /** Opens the rows, telling problems to the importer. */
    interface Opening {
        RowReader open(Consumer<Problem> problems) throws IOException;
    }

    ImportReport run(Opening opening, long total) {
        long datanetId = database.read(connection -> Catalogue.id(connection, datanet));
        try (RowReader reader = opening.open(this::report)) {
            return run(reader, datanetId, total);
        } catch (IOException e) {
            throw new DatanetException(file + " cannot be read (" + e.getMessage() + "); check its permissions", e);
        }
    }

    private ImportReport run(RowReader reader, long datanetId, long total) {
        long run = begin(datanetId);
        boolean cancelled = false;
        List<ParsedRow> batch = new ArrayList<>();
        try {
            boolean more = true;
            while (more && !cancelled) {
                more = fill(reader, batch);
                write(datanetId, run, batch);
                batch.clear();
                listener.progress(
                        new ImportProgress(reader.bytes(), total, reader.lines(), added, duplicates, rejected));
                cancelled = more && (listener.stop() || Thread.currentThread().isInterrupted());
            }
        } catch (ClosedByInterruptException e) {
            // An interrupt that comes in the middle of a read closes the file: the same wish, spoken louder.
            cancelled = true;
        } catch (IOException e) {
            throw new DatanetException(
                    file + " cannot be read beyond line " + reader.lines() + " (" + e.getMessage() + "); the " + added
                            + " rows before it are in. Import it again when it can be read",
                    e);
        } finally {
            finish(datanetId, run);
        }
        return new ImportReport(datanet, file, added, duplicates, rejected, warnings, problems, cancelled);
    }

    /** Reads rows until the batch is full; false at the end of the file. */
    private boolean fill(RowReader reader, List<ParsedRow> batch) throws IOException {
        long characters = 0;
        long rows = Math.clamp(added / 20, BATCH_ROWS, MOST_BATCH_ROWS);
        while (batch.size() < rows && characters < BATCH_CHARACTERS) {
            @Nullable ParsedRow row = reader.next();
            if (row == null) {
                return false;
            }
            batch.add(row);
            characters += row.contribution().messages().stream()
                    .mapToLong(message -> message.content().length())
                    .sum();
        }
        return true;
    }

    private void write(long datanetId, long run, List<ParsedRow> batch) {
        if (batch.isEmpty()) {
            return;
        }
        List<ParsedRow> refused = new ArrayList<>();
        long[] counts = database.write(connection -> {
            long fresh = 0;
            long old = 0;
            try (RowWriter writer = new RowWriter(connection, datanetId, split, state, run, clock.millis())) {
                for (ParsedRow row : batch) {
                    switch (writer.write(row.contribution(), row.line(), "")) {
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
        for (ParsedRow row : refused) {
            report(new Problem(Problem.Severity.REJECTED, file, row.line(), RowWriter.otherSide(split)));
        }
    }

    private void report(Problem problem) {
        boolean rejection = problem.severity() == Problem.Severity.REJECTED;
        long before = rejection ? rejected++ : warnings++;
        if (before < ImportReport.LISTED) {
            problems.add(problem);
        }
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
