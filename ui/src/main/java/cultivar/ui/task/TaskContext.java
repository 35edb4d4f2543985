package cultivar.ui.task;

import java.util.concurrent.CancellationException;

/** What a task's body tells about itself, from any thread and as often as it likes: only the latest value is shown. */
public interface TaskContext {
    /** How far the work is, from 0 to 1; a negative number or NaN means that nobody knows. */
    void progress(double fraction);

    /** How far the work is, as a count. */
    default void progress(long done, long total) {
        progress(total <= 0 ? -1 : (double) done / total);
    }

    /** What is being done right now, in a few words. */
    void detail(String text);

    /** Whether somebody asked the task to stop. */
    boolean cancelled();

    /**
     * Leaves the body if somebody asked the task to stop.
     *
     * @throws CancellationException if so
     */
    default void checkCancelled() {
        if (cancelled()) {
            throw new CancellationException();
        }
    }

    /** Runs when somebody asks the task to stop (at once if that has happened), for example to close a connection. */
    void onCancel(Runnable action);
}
