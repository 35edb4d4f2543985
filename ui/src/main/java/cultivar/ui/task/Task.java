package cultivar.ui.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A handle on running work. Its properties change, and its handlers run, on the FX thread only; handlers added after
 * the end run at once. Closing a task cancels it, so a screen's life cycle can own it: a cancelled task never calls
 * {@link #onResult} or {@link #onFailure}.
 *
 * @param <T> what the work gives
 */
public final class Task<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Task.class);

    private final long id;
    private final String title;
    private final Executor ui;
    private final ReadOnlyObjectWrapper<TaskState> state =
            new ReadOnlyObjectWrapper<>(this, "state", TaskState.WAITING);
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(this, "progress", -1);
    private final ReadOnlyStringWrapper detail = new ReadOnlyStringWrapper(this, "detail", "");
    private final Context context = new Context();

    // Touched on the FX thread only.
    private final List<Runnable> handlers = new ArrayList<>();
    private @Nullable T result;
    private @Nullable Throwable failure;

    private volatile boolean failureHandled;

    private final Object lock = new Object();
    private final List<Runnable> cancelActions = new ArrayList<>();
    private @Nullable Thread worker;
    private boolean cancelled;

    Task(long id, String title, Executor ui) {
        this.id = id;
        this.title = title;
        this.ui = ui;
    }

    /** A number that no other task of the same runner has. */
    public long id() {
        return id;
    }

    /** What the task does, for people. */
    public String title() {
        return title;
    }

    /** Where the task stands. */
    public ReadOnlyObjectProperty<TaskState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Where the task stands now. */
    public TaskState state() {
        return state.get();
    }

    /** How far the task is, from 0 to 1, or -1 while nobody knows. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** What the task is doing right now, or an empty text. */
    public ReadOnlyStringProperty detailProperty() {
        return detail.getReadOnlyProperty();
    }

    /** Calls the handler with the result, on the FX thread. */
    public Task<T> onResult(Consumer<? super T> handler) {
        return whenFinal(() -> {
            T value = result;
            if (state.get() == TaskState.SUCCEEDED && value != null) {
                handler.accept(value);
            }
        });
    }

    /** Calls the handler with what went wrong, on the FX thread. A failure that nobody handles is logged. */
    public Task<T> onFailure(Consumer<? super Throwable> handler) {
        failureHandled = true;
        return whenFinal(() -> {
            if (failure != null) {
                handler.accept(failure);
            }
        });
    }

    /** Runs the handler if the task was cancelled, on the FX thread. */
    public Task<T> onCancelled(Runnable handler) {
        return whenFinal(() -> {
            if (state.get() == TaskState.CANCELLED) {
                handler.run();
            }
        });
    }

    /** Runs the handler at the end, whichever end it was, on the FX thread. */
    public Task<T> onEnd(Runnable handler) {
        return whenFinal(handler);
    }

    private Task<T> whenFinal(Runnable handler) {
        ui.execute(() -> {
            if (state.get().isFinal()) {
                handler.run();
            } else {
                handlers.add(handler);
            }
        });
        return this;
    }

    /** Asks the work to stop: its thread is interrupted and its result, if one still comes, is dropped. */
    public void cancel() {
        List<Runnable> actions;
        synchronized (lock) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            actions = List.copyOf(cancelActions);
            cancelActions.clear();
            if (worker != null) {
                worker.interrupt();
            }
        }
        actions.forEach(Runnable::run);
        ui.execute(() -> settle(TaskState.CANCELLED, null, null));
    }

    /** As {@link #cancel()}. */
    @Override
    public void close() {
        cancel();
    }

    /** Does the work on the calling thread. */
    void run(TaskBody<? extends T> body) {
        synchronized (lock) {
            if (cancelled) {
                return;
            }
            worker = Thread.currentThread();
        }
        ui.execute(() -> {
            if (state.get() == TaskState.WAITING) {
                state.set(TaskState.RUNNING);
            }
        });
        try {
            T value = body.run(context);
            leaveWorker();
            ui.execute(() -> settle(TaskState.SUCCEEDED, value, null));
        } catch (CancellationException e) {
            leaveWorker();
            ui.execute(() -> settle(TaskState.CANCELLED, null, null));
        } catch (Throwable e) { // the border between work and window: nothing may get lost here
            leaveWorker();
            ui.execute(() -> settle(TaskState.FAILED, null, e));
        }
    }

    private void leaveWorker() {
        synchronized (lock) {
            worker = null;
            if (cancelled && !Thread.currentThread().isVirtual()) {
                // The interrupt was meant for this task, not for the next one on a pooled thread.
                boolean _ = Thread.interrupted();
            }
        }
    }

    /** Ends a task that could not be started. */
    void refuse(Throwable reason) {
        ui.execute(() -> settle(TaskState.FAILED, null, reason));
    }

    private void settle(TaskState end, @Nullable T value, @Nullable Throwable error) {
        if (state.get().isFinal()) {
            return;
        }
        result = value;
        failure = error;
        context.flush();
        state.set(end);
        if (error != null && !failureHandled) {
            LOG.warn("{} failed", title, error);
        } else if (error instanceof Error) {
            LOG.error("{} failed", title, error);
        }
        List<Runnable> now = List.copyOf(handlers);
        handlers.clear();
        now.forEach(Runnable::run);
    }

    @Override
    public String toString() {
        return "Task[" + id + ", " + title + ", " + state.get() + "]";
    }

    private record Status(double progress, @Nullable String detail) {}

    /** Keeps the latest status and at most one pending update of the window. */
    private final class Context implements TaskContext {
        private final AtomicReference<@Nullable Status> pending = new AtomicReference<>();
        private volatile double lastProgress = -1;
        private volatile @Nullable String lastDetail;

        @Override
        public void progress(double fraction) {
            lastProgress = Double.isNaN(fraction) || fraction < 0 ? -1 : Math.min(1, fraction);
            publish();
        }

        @Override
        public void detail(String text) {
            lastDetail = text;
            publish();
        }

        private void publish() {
            if (pending.getAndSet(new Status(lastProgress, lastDetail)) == null) {
                ui.execute(this::flush);
            }
        }

        void flush() {
            Status status = pending.getAndSet(null);
            if (status != null && !state.get().isFinal()) {
                progress.set(status.progress());
                detail.set(status.detail() == null ? "" : status.detail());
            }
        }

        @Override
        public boolean cancelled() {
            synchronized (lock) {
                return cancelled;
            }
        }

        @Override
        public void onCancel(Runnable action) {
            synchronized (lock) {
                if (!cancelled) {
                    cancelActions.add(action);
                    return;
                }
            }
            action.run();
        }
    }
}
