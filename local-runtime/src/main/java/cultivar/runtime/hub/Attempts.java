package cultivar.runtime.hub;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Counts the failures of one piece of work, and waits between its tries. */
final class Attempts {
    private final Patience patience;
    private final BooleanSupplier cancelled;
    private int failures;

    Attempts(Patience patience, BooleanSupplier cancelled) {
        this.patience = patience;
        this.cancelled = cancelled;
    }

    /** Things go well again. */
    void succeeded() {
        failures = 0;
    }

    /**
     * Waits for the next try.
     *
     * @throws HubException how it ends, if this failure was one too many
     */
    void failed(TransientException failure) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException();
        }
        failures++;
        Duration pause = failure.asked().orElseGet(() -> patience.pause(failures));
        if (failures >= patience.tries() || pause.compareTo(patience.longestAsked()) > 0) {
            throw failure.ending();
        }
        patience.wait(pause, cancelled);
    }
}
