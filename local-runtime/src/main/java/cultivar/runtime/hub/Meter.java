package cultivar.runtime.hub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Counts the bytes of a download and tells its listener, not too often. */
final class Meter {
    private static final long TELL_NANOS = 100_000_000L;
    private static final long WINDOW_NANOS = 5_000_000_000L;

    private record Mark(long nanos, long received) {}

    private final DownloadListener listener;
    private final long total;
    private final LongSupplier nanos;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private long done;
    private long received;
    private long told;

    /** @param nanos a clock that only goes forward */
    Meter(DownloadListener listener, long total, LongSupplier nanos) {
        this.listener = listener;
        this.total = total;
        this.nanos = nanos;
        this.told = nanos.getAsLong() - TELL_NANOS;
        marks.add(new Mark(nanos.getAsLong(), 0));
    }

    /** Bytes that were here already, or, below zero, that turned out to be of no use. */
    synchronized void here(long bytes) {
        done += bytes;
        tell(false);
    }

    /** Bytes that have come. */
    synchronized void came(long bytes) {
        done += bytes;
        received += bytes;
        tell(false);
    }

    /** Time has passed: what has come lately may be less than before, or nothing. */
    synchronized void tick() {
        tell(false);
    }

    /** Tells the listener now. */
    synchronized void tellNow() {
        tell(true);
    }

    private void tell(boolean now) {
        long time = nanos.getAsLong();
        if (!now && time - told < TELL_NANOS) {
            return;
        }
        told = time;
        marks.add(new Mark(time, received));
        while (marks.size() > 2 && time - marks.getFirst().nanos() > WINDOW_NANOS) {
            marks.removeFirst();
        }
        Mark first = marks.getFirst();
        double seconds = (time - first.nanos()) / 1e9;
        listener.progress(
                new DownloadProgress(done, total, seconds <= 0 ? 0 : (received - first.received()) / seconds));
    }
}
