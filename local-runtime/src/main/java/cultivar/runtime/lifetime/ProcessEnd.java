package cultivar.runtime.lifetime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps the end of the process away from native calls. When the virtual machine exits, as after Ctrl-C, the C library
 * destroys what the native engine keeps for the whole process, without waiting for threads that compute with it, and
 * the exit becomes a crash. So the exit first does what was left to do, then waits for the calls under way, and lets
 * no further one begin.
 *
 * <p>There is one for a process, as there is one native engine.
 */
public final class ProcessEnd {
    /** A pass over a large model on a slow machine takes some seconds; nobody waits longer for Ctrl-C. */
    private static final long LONGEST_SECONDS = 60;

    private static final ProcessEnd OF_THIS_PROCESS = new ProcessEnd();

    /** Something to do first at the end of the process. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        /** Will not be done any more; where the process ends already, it is being done. */
        @Override
        void close();
    }

    private final List<Runnable> first = new CopyOnWriteArrayList<>();
    private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

    private ProcessEnd() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "process-end"));
    }

    /** That of this process. */
    public static ProcessEnd ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /** Leaves something to be done when the process ends, while native calls are still possible. */
    public Registration before(Runnable work) {
        first.add(work);
        return () -> first.remove(work);
    }

    /** A native call; does not return if the process ends before it begins. */
    public <T> T during(Supplier<T> call) {
        calls.readLock().lock();
        try {
            return call.get();
        } finally {
            calls.readLock().unlock();
        }
    }

    private void end() {
        try {
            first.forEach(Runnable::run);
        } finally {
            try {
                // Never given back: whoever asks from now on waits for an end that is there in a moment.
                var _ = calls.writeLock().tryLock(LONGEST_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
