package cultivar.datanet.store;

import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetException;
import cultivar.datanet.Received;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import cultivar.datanet.load.Problem;
import cultivar.datanet.signed.ContributionFile;
import cultivar.datanet.signed.RowProblem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Brings the rows of one contribution file in, batch by batch, each batch a transaction. */
final class Receiver {
    private static final int BATCH = 1000;

    private record Row(int number, Contribution contribution, String origin) {}

    private final Database database;
    private final Clock clock;
    private final ContributionFile file;
    private final ImportListener listener;
    private final String datanet;
    private final String name;
    private final List<Row> batch = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private long received;
    private long run;
    private long added;
    private long duplicates;
    private long rejected;
    private boolean cancelled;

    Receiver(Database database, Clock clock, ContributionFile file, ImportListener listener) {
        this.database = database;
        this.clock = clock;
        this.file = file;
        this.listener = listener;
        this.datanet = file.statement().datanet();
        this.name = String.valueOf(file.file().getFileName());
    }

    ReceiveReport run() {
        long datanetId = database.write(connection -> {
            long id = Catalogue.id(connection, datanet);
            received = ReceivedFiles.note(connection, id, file, clock.millis());
            run = Imports.begin(connection, id, name, Split.TRAIN, clock.millis());
            return id;
        });
        for (RowProblem row : file.check().altered()) {
            reject(row.row(), "altered after signing: " + row.reason());
        }
        rejected = file.check().alteredRows();
        try {
            file.read((number, row, origin) -> {
                batch.add(new Row(number, row, origin));
                if (batch.size() == BATCH) {
                    write(datanetId);
                    cancelled = listener.stop() || Thread.currentThread().isInterrupted();
                }
                return !cancelled;
            });
            write(datanetId);
        } catch (DatanetException e) {
            throw new DatanetException(e.getMessage() + " (the " + added + " rows before it are in, as pending)", e);
        } finally {
            database.write(connection -> Imports.finish(
                    connection, datanetId, run, name, new Imports.Counts(added, duplicates, rejected), clock.millis()));
        }
        Received now = database.read(
                connection -> ReceivedFiles.of(connection, datanet, received).getFirst());
        return new ReceiveReport(
                now, new ImportReport(datanet, name, added, duplicates, rejected, 0, problems, cancelled));
    }

    private void write(long datanetId) {
        List<Row> refused = new ArrayList<>();
        long[] counts = database.write(connection -> {
            long fresh = 0;
            long old = 0;
            long behind = Sql.number(connection, "select coalesce(max(id), 0) from contribution");
            try (RowWriter writer =
                    new RowWriter(connection, datanetId, Split.TRAIN, ReviewState.PENDING, run, clock.millis())) {
                for (Row row : batch) {
                    switch (writer.write(PreparedRow.of(row.contribution(), row.number(), place(row)))) {
                        case ADDED -> fresh++;
                        case DUPLICATE -> old++;
                        case OTHER_SIDE -> refused.add(row);
                    }
                }
                writer.finish();
            }
            ReceivedFiles.add(connection, received, run, behind);
            return new long[] {fresh, old};
        });
        database.followWords();
        added += counts[0];
        duplicates += counts[1];
        for (Row row : refused) {
            rejected++;
            reject(row.number(), RowWriter.otherSide(Split.TRAIN));
        }
        batch.clear();
        long seen = added + duplicates + rejected;
        listener.progress(new ImportProgress(seen, file.check().rows(), seen, added, duplicates, rejected));
    }

    private static String place(Row row) {
        return "row " + row.number() + (row.origin().isEmpty() ? "" : " (" + row.origin() + ")");
    }

    private void reject(int row, String reason) {
        Problem problem = new Problem(Problem.Severity.REJECTED, name, row, reason);
        if (problems.size() < ImportReport.LISTED) {
            problems.add(problem);
        }
        listener.problem(problem);
    }
}
