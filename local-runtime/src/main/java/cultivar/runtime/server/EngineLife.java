package cultivar.runtime.server;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Decides when the engine's process ends: when it is asked to, or when nobody is there and nothing is to be done. Work goes
 * on alone only if the last who went has asked for that, so that a studio that is killed leaves no process behind.
 */
final class EngineLife {
    private final Duration grace;
    private final Set<String> keepers = new HashSet<>();
    private int attached;
    private boolean kept;
    private boolean busy = true;
    private long aloneSince = System.nanoTime();
    private boolean asked;

    /** @param grace how long it waits for somebody to come (back) */
    EngineLife(Duration grace) {
        this.grace = grace;
    }

    /** Somebody has asked for something. */
    synchronized void touch() {
        aloneSince = System.nanoTime();
    }

    /** A studio listens. */
    synchronized void attach() {
        attached++;
        notifyAll();
    }

    /**
     * A studio is about to go and wants the work to go on without it. It may still be listening then, or even begin to a
     * moment later.
     */
    synchronized void keep(String studio) {
        keepers.add(studio);
        if (attached == 0) {
            kept = true;
        }
        notifyAll();
    }

    /** A studio listens no more. */
    synchronized void detach(String studio) {
        attached--;
        boolean wanted = keepers.remove(studio);
        if (attached == 0) {
            kept = wanted;
        }
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
        aloneSince = System.nanoTime();
        while (!asked) {
            if (attached > 0 || (busy && kept)) {
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
