package cultivar.runtime.job;

import java.util.List;
import java.util.function.Consumer;

/**
 * The jobs of a home, whoever does them: this process or the engine's. Every method may throw {@link JobException}. Safe
 * for several threads; calls may take a moment, but none waits for training.
 */
public interface Jobs extends AutoCloseable {
    /** Queues a job; its folder may be there already, with its rows. */
    JobState submit(String id, JobSpec spec);

    /** Queues a job again that was paused, cancelled, has failed or lost its process. It goes on from its checkpoint. */
    JobState resume(String id);

    /** Saves a job and takes it out of memory after the step that it is at; one that waits leaves the queue. */
    void pause(String id);

    /** Ends a job with its adapter as it stands after the step that it is at; one without a step is cancelled. */
    void stop(String id);

    /** Ends a job, if it goes on, and deletes all of it but an adapter that is in its place already. */
    void discard(String id);

    /** Puts a job that waits at a place among those that wait, from 0. */
    void move(String id, int place);

    /** The ids of the jobs in the queue: what runs, then what waits. */
    List<String> queue();

    /**
     * Tells a listener all news from now on; it should be quick.
     *
     * @return stops telling it
     */
    Runnable listen(Consumer<JobNews> listener);

    /** What becomes of a run that goes on when this end of it closes. */
    enum OnClose {
        /** It is saved and paused; what waits stays in the queue. */
        PAUSE,
        /** It goes on where another process does it; where this one does, it is saved and stays in the queue. */
        KEEP
    }

    /** Closes this end. Waits until what it stops is saved. */
    void close(OnClose what);

    @Override
    default void close() {
        close(OnClose.KEEP);
    }
}
