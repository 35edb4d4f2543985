package cultivar.runtime.hub;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * How long to go on with a server that fails: the pause doubles from failure to failure, unless the server asks for one
 * of its own, and the tries are counted.
 *
 * @param tries how many failures in a row end it
 * @param first the pause after the first failure
 * @param longest the longest pause of its own choice
 * @param longestAsked the longest pause that a server may ask for; a longer one ends it
 */
record Patience(int tries, Duration first, Duration longest, Duration longestAsked, Clock clock, Sleeper sleeper) {
    private static final Duration SLICE = Duration.ofMillis(200);

    /** For downloads: about a minute of trouble in a row. */
    static Patience patient() {
        // The hub counts requests in windows of five minutes.
        return new Patience(
                7,
                Duration.ofSeconds(1),
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                Clock.systemUTC(),
                Thread::sleep);
    }

    /** For questions that somebody waits for: two more tries, and soon. */
    Patience brief() {
        return new Patience(3, first, first.multipliedBy(2), Duration.ofSeconds(10), clock, sleeper);
    }

    /** The pause after so many failures in a row. */
    Duration pause(int failures) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    /** Waits, unless somebody asks to stop. */
    void wait(Duration pause, BooleanSupplier cancelled) {
        Duration left = pause;
        while (left.isPositive()) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            Duration slice = left.compareTo(SLICE) < 0 ? left : SLICE;
            try {
                sleeper.sleep(slice);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException();
            }
            left = left.minus(slice);
        }
        if (cancelled.getAsBoolean()) {
            throw new CancellationException();
        }
    }
}
