package cultivar.runtime.server;

import cultivar.runtime.job.Jobs;
import java.time.Duration;

/** Decides when the engine's process ends: when it is asked to, or when nobody is there and nothing is to be done. */
final class EngineLife {
    private final Duration grace;
    private int attached;
    private boolean busy = true;
    private long aloneSince = System.nanoTime();
    private Jobs.@org.jspecify.annotations.Nullable OnClose asked;

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

    /** Asks for the end: at once with the jobs paused, or as soon as they are done. */
    synchronized void end(Jobs.OnClose how) {
        asked = how;
        notifyAll();
    }

    /** Waits for the end; gives what is to become of a job that runs then. */
    synchronized Jobs.OnClose await() throws InterruptedException {
        while (true) {
            if (asked == Jobs.OnClose.PAUSE) {
                return Jobs.OnClose.PAUSE;
            }
            if (busy || (attached > 0 && asked == null)) {
                wait();
                continue;
            }
            long left = asked == null ? grace.toNanos() - (System.nanoTime() - aloneSince) : 0;
            if (left <= 0) {
                return Jobs.OnClose.KEEP;
            }
            wait(left / 1_000_000 + 1);
        }
    }
}
