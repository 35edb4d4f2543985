package cultivar.datanet.store;

import cultivar.datanet.load.ParsedRow;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a file batch by batch, each one in the common pool while the one before it is written. Two are held at once. */
final class BatchReader implements AutoCloseable {
    /** Rows of one batch: enough to be worth handing over, few enough to be garbage before they grow old. */
    private static final int BATCH_ROWS = 1000;

    private static final long BATCH_CHARACTERS = 20L << 20;

    /** A file that is all broken makes no rows, and yet what it makes must not pile up. */
    static final int MOST_PROBLEMS = 10_000;

    /** Opens the rows, telling problems to the one who reads them. */
    interface Opening {
        RowReader open(Consumer<Problem> problems) throws IOException;
    }

    /**
     * Some lines of the file.
     *
     * @param characters of the rows
     * @param problems of these lines
     * @param bytes how much of the file has been read
     * @param lines how many lines of the file have been read
     * @param more whether the file goes on
     * @param failure why it cannot be read on
     */
    record Batch(
            List<PreparedRow> rows,
            long characters,
            List<Problem> problems,
            long bytes,
            long lines,
            boolean more,
            @Nullable Exception failure) {}

    private final RowReader reader;
    private List<Problem> problems = new ArrayList<>();
    private @Nullable ForkJoinTask<Batch> ahead;
    private volatile boolean stopped;

    BatchReader(Opening opening) throws IOException {
        // The list changes with each batch, so that a method reference to it would fill the first one for ever.
        reader = opening.open(problem -> problems.add(problem));
    }

    /** The next batch; the one after it is then being read. Not to be called behind the last one. */
    Batch next() {
        Batch batch = (ahead == null ? begin() : ahead).join();
        ahead = batch.more() ? begin() : null;
        return batch;
    }

    /** Ends what is being read and closes the file. */
    @Override
    public void close() throws IOException {
        stopped = true;
        if (ahead != null) {
            ahead.quietlyJoin();
        }
        reader.close();
    }

    private ForkJoinTask<Batch> begin() {
        return ForkJoinPool.commonPool().submit(this::fill);
    }

    private Batch fill() {
        List<PreparedRow> rows = new ArrayList<>();
        problems = new ArrayList<>();
        long[] characters = {0};
        Consumer<ParsedRow> take = row -> {
            PreparedRow prepared = PreparedRow.of(row.contribution(), row.line(), "");
            characters[0] += prepared.words().length();
            rows.add(prepared);
        };
        boolean more = true;
        Exception failure = null;
        try {
            while (more
                    && !stopped
                    && rows.size() < BATCH_ROWS
                    && characters[0] < BATCH_CHARACTERS
                    && problems.size() < MOST_PROBLEMS) {
                more = reader.read(take);
            }
        } catch (IOException | RuntimeException e) {
            more = false;
            failure = e;
        }
        return new Batch(rows, characters[0], problems, reader.bytes(), reader.lines(), more, failure);
    }
}
