package cultivar.runtime.torch;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Computes on a thread that ends with the work. OpenMP keeps a team of threads for every thread that ever computed in
 * parallel, and as soon as a process has more of them than processors, GNU's libgomp lets each wait sleep in the place of
 * spinning (its {@code gomp_managed_threads}). A step of decoding has a hundred such waits: one idle team made all of them a
 * fifth slower on two cores. So what computes now and then does it here, and what computes all the time keeps its thread only
 * while there is something to do.
 */
public final class OwnThread {
    private OwnThread() {}

    /**
     * What the work gives, or throws. Waits for it and for the thread's end whatever happens; who is interrupted meanwhile
     * stays interrupted.
     *
     * @param name of the thread
     */
    public static <T> T call(String name, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = Thread.ofPlatform().daemon().name(name).start(task);
        joined(thread);
        if (task.state() == Future.State.FAILED) {
            // Only a Supplier failed, so that nothing checked can have come.
            switch (task.exceptionNow()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException(cause);
            }
        }
        return task.resultNow();
    }

    /** Waits for a thread's end, however long it takes; who is interrupted meanwhile stays interrupted. */
    public static void joined(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
