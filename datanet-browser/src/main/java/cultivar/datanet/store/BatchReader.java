package cultivar.datanet.store;

import cultivar.datanet.load.ParsedRow;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file batch by batch in a thread of its own while those before are written: some ahead, because a writer that waits
 * for each batch waits for a processor too, where there are few.
 */
final class BatchReader implements AutoCloseable {
    /** Rows of one batch: enough to be worth handing over, few enough to be garbage before they grow old. */
    private static final int BATCH_ROWS = 250;

    private static final long BATCH_CHARACTERS = 20L << 20;

    /** Batches that are held; of long rows as few as make this many characters. */
    private static final int MOST_AHEAD = 4;

    private static final long MOST_CHARACTERS = 20L << 20;

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
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Batch> ahead = new ArrayDeque<>();
    private List<Problem> problems = new ArrayList<>();
    private long characters;
    private @Nullable Error broken;
    private boolean ended;
    private volatile boolean stopped;

    BatchReader(Opening opening) throws IOException {
        // The list changes with each batch, so that a method reference to it would fill the first one for ever.
        reader = opening.open(problem -> problems.add(problem));
        Thread.ofPlatform().daemon().name("datanet-reader").start(this::read);
    }

    /** The next batch. Not to be called behind the last one. */
    Batch next() {
        lock.lock();
        try {
            while (ahead.isEmpty()) {
                if (broken != null) {
                    throw broken;
                }
                changed.awaitUninterruptibly();
            }
            Batch batch = ahead.removeFirst();
            characters -= batch.characters();
            changed.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Ends what is being read and closes the file. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
            while (!ended) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        reader.close();
    }

    private void read() {
        try {
            boolean more = true;
            while (more && !stopped) {
                Batch batch = fill();
                more = batch.more();
                hold(batch);
            }
        } catch (Error e) {
            // Such as no memory; whoever waits for a batch must hear of it.
            end(e);
            return;
        }
        end(null);
    }

    private void hold(Batch batch) {
        lock.lock();
        try {
            while (!stopped
                    && !ahead.isEmpty()
                    && (ahead.size() >= MOST_AHEAD || characters + batch.characters() > MOST_CHARACTERS)) {
                changed.awaitUninterruptibly();
            }
            ahead.addLast(batch);
            characters += batch.characters();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable Error failure) {
        lock.lock();
        try {
            broken = failure;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Batch fill() {
        List<PreparedRow> rows = new ArrayList<>();
        problems = new ArrayList<>();
        long[] length = {0};
        Consumer<ParsedRow> take = row -> {
            PreparedRow prepared = PreparedRow.of(row.contribution(), row.line(), "");
            length[0] += prepared.messages().length();
            rows.add(prepared);
        };
        boolean more = true;
        Exception failure = null;
        try {
            while (more
                    && !stopped
                    && rows.size() < BATCH_ROWS
                    && length[0] < BATCH_CHARACTERS
                    && problems.size() < MOST_PROBLEMS) {
                more = reader.read(take);
            }
        } catch (IOException | RuntimeException e) {
            more = false;
            failure = e;
        }
        return new Batch(rows, length[0], problems, reader.bytes(), reader.lines(), more, failure);
    }
}
