package cultivar.runtime.job;

import java.util.concurrent.locks.LockSupport;

/**
 * Pauses the jobs of a service when the process is asked to end from outside, as by Ctrl-C: what runs is saved first.
 * Closed, it does nothing any more.
 */
public final class PauseOnExit implements AutoCloseable {
    private final Thread hook;

    /**
     * From now on.
     *
     * @param after says what became of it, when all is saved
     */
    public PauseOnExit(JobService jobs, Runnable after) {
        this.hook = new Thread(
                () -> {
                    jobs.close(Jobs.OnClose.PAUSE);
                    after.run();
                },
                "saving");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Does not return if the process is ending: what there is to say is said by the hook. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            while (true) {
                LockSupport.park(this);
            }
        }
    }
}
