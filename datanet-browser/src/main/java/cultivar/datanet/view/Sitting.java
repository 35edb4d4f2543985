package cultivar.datanet.view;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** How fast somebody decides: the rows decided since the desk was opened, and the pace of the last minutes. */
final class Sitting {
    static final Duration WINDOW = Duration.ofMinutes(5);

    /** A pace over less time says nothing. */
    private static final Duration LEAST = Duration.ofSeconds(5);

    private final LongSupplier nanos;
    private final long begun;
    private final Deque<Long> decisions = new ArrayDeque<>();

    /** @param nanos a clock such as {@link System#nanoTime} */
    Sitting(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    void decided() {
        decisions.addLast(nanos.getAsLong());
    }

    /** The latest decision was taken back. */
    void takenBack() {
        decisions.pollLast();
    }

    /** How many decisions stand. */
    int rows() {
        return decisions.size();
    }

    /** Decisions a minute over the last {@link #WINDOW}, or since the beginning if that is less; empty if too early. */
    OptionalDouble perMinute() {
        long now = nanos.getAsLong();
        long span = Math.min(now - begun, WINDOW.toNanos());
        if (decisions.isEmpty() || span < LEAST.toNanos()) {
            return OptionalDouble.empty();
        }
        long since = now - span;
        long recent = decisions.stream().filter(at -> at - since >= 0).count();
        return recent == 0 ? OptionalDouble.empty() : OptionalDouble.of(recent * 60e9 / span);
    }
}
