package cultivar.app.engine;

import cultivar.runtime.client.AdapterBudget;
import cultivar.runtime.client.EngineAnswers;
import cultivar.runtime.client.EngineLink;
import cultivar.runtime.client.ServedBase;
import cultivar.runtime.job.JobException;
import cultivar.runtime.torch.EngineException;
import cultivar.ui.task.TaskRunner;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the engine's process answer on the base model, and starts it again where it ends unasked: whatever befalls it, the
 * window goes on. The state changes on the FX thread; what blocks may be called from any other thread.
 */
public final class EngineHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineHost.class);

    private final TaskRunner tasks;
    private final Callable<Path> base;
    private final EngineLink link;
    private final EngineAnswers answers;
    private final Supplier<AdapterBudget> budget;
    private final Executor ui;
    private final Runnable stopWatching;
    private final ReadOnlyObjectWrapper<EngineState> state =
            new ReadOnlyObjectWrapper<>(this, "state", new EngineState.Starting());
    private String title = "";
    private boolean starting;
    private volatile @Nullable EngineBase chosen;
    private Consumer<String> onLost = LOG::warn;

    private final Object lock = new Object();
    private CompletableFuture<Path> installed = new CompletableFuture<>();

    /**
     * Starts nothing yet.
     *
     * @param base gives the folder of the base model, putting it there first where it is missing; may take a while
     * @param budget for adapters, as it is wanted now; asked on any thread
     * @param ui runs things on the FX thread
     */
    public EngineHost(
            TaskRunner tasks, Callable<Path> base, EngineLink link, Supplier<AdapterBudget> budget, Executor ui) {
        this.tasks = tasks;
        this.base = base;
        this.link = link;
        this.budget = budget;
        this.ui = ui;
        this.answers = new EngineAnswers(link);
        this.stopWatching = link.onEnd(() -> ui.execute(this::ended));
    }

    /** Where the engine stands. */
    public ReadOnlyObjectProperty<EngineState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Where the engine stands now. */
    public EngineState state() {
        return state.get();
    }

    /** Has it answer, from its first start on, on what had been {@link #chosen} when the studio closed. FX thread only. */
    public void resume(EngineBase before) {
        chosen = before;
    }

    /** The base that was chosen in the place of the one in the box. */
    public Optional<EngineBase> chosen() {
        return Optional.ofNullable(chosen);
    }

    /**
     * Starts the engine, or tries again after a failure. FX thread only.
     *
     * @param newTitle what the task bar says meanwhile
     */
    public void start(String newTitle) {
        title = newTitle;
        if (state.get() instanceof EngineState.Failed) {
            link.tryAgain();
        }
        if (!starting && !(state.get() instanceof EngineState.Ready)) {
            start();
        }
    }

    private void start() {
        starting = true;
        state.set(new EngineState.Starting());
        CompletableFuture<Path> begun;
        synchronized (lock) {
            if (installed.isCompletedExceptionally()) {
                installed = new CompletableFuture<>();
            }
            begun = installed;
        }
        var _ = tasks.io(title, context -> {
                    begun.complete(begun.isDone() ? begun.join() : base.call());
                    return serveAgain();
                })
                .onResult(this::ready)
                .onFailure(error -> {
                    begun.completeExceptionally(error);
                    settle(new EngineState.Failed(line(error)));
                })
                .onCancelled(() -> {
                    JobException cancelled =
                            new JobException(JobException.Kind.FAILED, "Starting the engine was cancelled.");
                    begun.completeExceptionally(cancelled);
                    settle(new EngineState.Failed(line(cancelled)));
                });
    }

    /** Before it is told: whoever hears of it may want another base at once. */
    private void settle(EngineState now) {
        starting = false;
        state.set(now);
    }

    private void ready(EngineState.Ready now) {
        settle(now);
        if (!link.isConnected()) {
            // It ended after it had said that it was ready.
            ended();
        }
    }

    /**
     * Has it answer on another base; where that cannot be, on the one before again. FX thread only.
     *
     * @param name of the base for people and programs
     * @param folder gives its folder; may block
     * @param newTitle what the task bar says meanwhile
     * @param onFailure is told in one line why that cannot be, before the state tells that the one before answers
     */
    public void choose(String name, Callable<Path> folder, String newTitle, Consumer<String> onFailure) {
        if (starting) {
            onFailure.accept("The engine is just starting. Try again in a moment.");
            return;
        }
        starting = true;
        state.set(new EngineState.Starting());
        var _ = tasks.io(newTitle, context -> serve(new EngineBase(name, folder.call())))
                .onResult(now -> {
                    chosen = isInTheBox(now.folder()) ? null : new EngineBase(now.baseName(), now.folder());
                    ready(now);
                })
                .onFailure(error -> {
                    onFailure.accept(line(error));
                    start();
                })
                .onCancelled(this::start);
    }

    /** Goes on with the base that was chosen; where that is gone, with the one in the box, and says so. */
    private EngineState.Ready serveAgain() {
        EngineBase other = chosen;
        if (other == null) {
            return serve(current());
        }
        try {
            return serve(other);
        } catch (JobException e) {
            chosen = null;
            EngineState.Ready inTheBox = serve(current());
            ui.execute(() -> onLost.accept(
                    other.name() + " cannot answer any more, so " + inTheBox.baseName() + " does. " + e.getMessage()));
            return inTheBox;
        }
    }

    /** Tells in one line when a base that was chosen has been given up. FX thread only. */
    public void onLost(Consumer<String> listener) {
        onLost = listener;
    }

    private boolean isInTheBox(Path folder) {
        synchronized (lock) {
            return installed.isDone()
                    && !installed.isCompletedExceptionally()
                    && installed.join().equals(folder);
        }
    }

    /** What it answers on, or is to; blocks as {@link #awaitBase()} does. */
    private EngineBase current() {
        EngineBase other = chosen;
        if (other != null) {
            return other;
        }
        Path folder = awaitBase();
        return new EngineBase(name(folder), folder);
    }

    private EngineState.Ready serve(EngineBase wanted) {
        ServedBase served = served(wanted);
        return new EngineState.Ready(served.engine(), served.type(), wanted.folder(), wanted.name());
    }

    private ServedBase served(EngineBase wanted) {
        return answers.serve(wanted.folder(), wanted.name(), budget.get());
    }

    /** Its process is gone. One that is being started finds that out by itself. */
    private void ended() {
        if (starting || !(state.get() instanceof EngineState.Ready)) {
            return;
        }
        link.givenUp().ifPresentOrElse(why -> state.set(new EngineState.Failed(why)), this::start);
    }

    /**
     * The folder of the base model in the box, as soon as it is in its place. Blocks; never on the FX thread.
     *
     * @throws EngineException with one line, if it cannot be put there
     */
    public Path awaitBase() {
        CompletableFuture<Path> begun;
        synchronized (lock) {
            begun = installed;
        }
        try {
            return begun.get();
        } catch (ExecutionException e) {
            throw new EngineException("The engine is not running: " + line(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("Nobody waited for the engine.", e);
        }
    }

    /**
     * The base that was chosen, or else that in the box, as the engine answers on it: begun at the first call and anew where
     * it has gone. Blocks as {@link #awaitBase()} does.
     *
     * @throws cultivar.runtime.job.JobException with one line, if the engine cannot
     */
    public ServedBase awaitServed() {
        return served(current());
    }

    /** The way to ask it. */
    public EngineAnswers answers() {
        return answers;
    }

    /** Watches no longer. FX thread only. */
    @Override
    public void close() {
        stopWatching.run();
        state.set(new EngineState.Starting());
    }

    private static String name(Path folder) {
        String name = String.valueOf(folder.getFileName());
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String line(@Nullable Throwable error) {
        if (error == null) {
            return "for no known reason";
        }
        String message = error.getMessage();
        return message == null ? error.toString() : message;
    }
}
