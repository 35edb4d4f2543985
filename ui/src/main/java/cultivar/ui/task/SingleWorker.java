package cultivar.ui.task;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread of its own for work that lasts, such as a training run: one thing after the other, never in the way. */
public final class SingleWorker implements Executor, AutoCloseable {
    private final ExecutorService executor;

    /** @param name the thread's name, for logs */
    public SingleWorker(String name) {
        executor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    @Override
    public void execute(Runnable command) {
        executor.execute(command);
    }

    /** Takes no more work; what runs goes on to its end. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
