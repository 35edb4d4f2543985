package cultivar.ui.task;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The studio's runner: a virtual thread for each piece of I/O, a bounded pool of platform threads for computing. */
public final class FxTaskRunner implements TaskRunner {
    private static final Logger LOG = LoggerFactory.getLogger(FxTaskRunner.class);

    private final AtomicLong ids = new AtomicLong();
    private final ObservableList<Task<?>> running = FXCollections.observableArrayList();
    private final ObservableList<Task<?>> runningView = FXCollections.unmodifiableObservableList(running);
    private final Executor ui;
    private final ExecutorService io;
    private final ExecutorService compute;
    private final ScheduledExecutorService clock;

    /** A runner that reports to the FX thread and leaves one core to the window. */
    public FxTaskRunner() {
        this(new FxExecutor(), Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    /**
     * A runner.
     *
     * @param ui where properties change and handlers run
     * @param computeThreads how many pieces of computing run at a time
     */
    public FxTaskRunner(Executor ui, int computeThreads) {
        this.ui = ui;
        this.io = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("io-", 1).factory());
        this.compute = Executors.newFixedThreadPool(
                computeThreads, Thread.ofPlatform().daemon().name("compute-", 1).factory());
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("clock").factory());
    }

    @Override
    public <T> Task<T> io(String title, TaskBody<T> body) {
        return start(title, body, io, true);
    }

    @Override
    public <T> Task<T> compute(String title, TaskBody<T> body) {
        return start(title, body, compute, true);
    }

    @Override
    public <T> Task<T> load(String title, TaskBody<T> body) {
        return start(title, body, io, false);
    }

    private <T> Task<T> start(String title, TaskBody<T> body, Executor worker, boolean shown) {
        Task<T> task = new Task<>(ids.incrementAndGet(), title, ui);
        if (shown) {
            ui.execute(() -> running.add(task));
            task.onEnd(() -> running.remove(task));
        }
        try {
            worker.execute(() -> task.run(body));
        } catch (RejectedExecutionException e) {
            task.refuse(new IllegalStateException("The studio is closing, so \"" + title + "\" was not started.", e));
        }
        return task;
    }

    @Override
    public Subscription every(Duration period, Runnable work) {
        AtomicBoolean busy = new AtomicBoolean();
        long nanos = period.toNanos();
        ScheduledFuture<?> ticks = clock.scheduleAtFixedRate(
                () -> {
                    if (busy.compareAndSet(false, true)) {
                        io.execute(() -> repeat(work, busy));
                    }
                },
                nanos,
                nanos,
                TimeUnit.NANOSECONDS);
        return () -> ticks.cancel(false);
    }

    private static void repeat(Runnable work, AtomicBoolean busy) {
        try {
            work.run();
        } catch (RuntimeException e) { // the next repetition may do better
            LOG.warn("Repeated work failed", e);
        } finally {
            busy.set(false);
        }
    }

    @Override
    public ObservableList<Task<?>> running() {
        return runningView;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        ui.execute(() -> List.copyOf(running).forEach(Task::cancel));
        compute.shutdownNow();
        io.shutdownNow();
    }
}
