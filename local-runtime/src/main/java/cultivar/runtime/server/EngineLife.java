package cultivar.runtime.server;

import java.time.Duration;

/** Decides when the engine's process ends: when it is asked to, or when nobody is there and nothing is to be done. */
final class EngineLife {
    private final Duration grace;
    private int attached;
    private boolean busy = true;
    private long aloneSince = System.nanoTime();
    private boolean asked;

    /** @param grace how long it waits for somebody to come (back) */
    EngineLife(Duration grace) {
        this.grace = grace;
    }

    /** A studio listens. */
    synchronized void attach() {
        attached++;
        notifyAll();
    }

    /** A studio listens no more. */
    synchronized void detach() {
        attached--;
        aloneSince = System.nanoTime();
        notifyAll();
    }

    /** Whether there are jobs that run or wait. */
    synchronized void busy(boolean newBusy) {
        if (busy && !newBusy) {
            aloneSince = System.nanoTime();
        }
        busy = newBusy;
        notifyAll();
    }

    /** Asks for the end. */
    synchronized void end() {
        asked = true;
        notifyAll();
    }

    /** Waits for the end. */
    synchronized void await() throws InterruptedException {
        while (!asked) {
            if (busy || attached > 0) {
                wait();
                continue;
            }
            long left = grace.toNanos() - (System.nanoTime() - aloneSince);
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000 + 1);
        }
    }
}
