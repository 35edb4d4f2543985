package cultivar.runtime.job;

import cultivar.runtime.lifetime.ProcessEnd;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Pauses the jobs of a service when the process is asked to end from outside, as by Ctrl-C: what runs is saved first.
 * Closed, it does nothing any more.
 */
public final class PauseOnExit implements AutoCloseable {
    private final AtomicBoolean decided = new AtomicBoolean();
    private final ProcessEnd.Registration registration;

    /**
     * From now on.
     *
     * @param after says what became of it, when all is saved
     */
    public PauseOnExit(JobService jobs, Runnable after) {
        this.registration = ProcessEnd.ofThisProcess().before(() -> {
            if (decided.compareAndSet(false, true)) {
                jobs.close(Jobs.OnClose.PAUSE);
                after.run();
            }
        });
    }

    /** Does not return if the process is ending: what there is to say is said at its end. */
    @Override
    public void close() {
        if (!decided.compareAndSet(false, true)) {
            while (true) {
                LockSupport.park(this);
            }
        }
        registration.close();
    }
}
