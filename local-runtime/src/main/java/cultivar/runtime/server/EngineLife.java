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
    /** Whether it has been told that it works alone now. */
    private boolean told;

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

    /**
     * Waits for the end.
     *
     * @param onAlone frees what only a studio needs, where the work goes on without one
     */
    void await(Runnable onAlone) throws InterruptedException {
        touch();
        while (worksAlone()) {
            onAlone.run();
        }
    }

    /** Waits until it works alone, or until the end; gives whether it is the former. */
    private synchronized boolean worksAlone() throws InterruptedException {
        while (!asked) {
            long left = grace.toNanos() - (System.nanoTime() - aloneSince);
            boolean goesOn = busy && kept;
            if (attached > 0) {
                told = false;
                wait();
            } else if (goesOn && told) {
                wait();
            } else if (left > 0) {
                wait(left / 1_000_000 + 1);
            } else if (goesOn) {
                told = true;
                return true;
            } else {
                return false;
            }
        }
        return false;
    }
}
