package cultivar.app.engine;

import cultivar.runtime.Engine;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.torch.EngineException;
import cultivar.ui.task.TaskRunner;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Starts the engine and opens the base model away from the window, and keeps the adapter that answered last. The state
 * changes on the FX thread; what blocks may be called from any other thread.
 */
public final class EngineHost implements AutoCloseable {
    private record Key(Path folder, BaseType type) {}

    private record Up(Engine engine, LanguageModel base) {}

    private final TaskRunner tasks;
    private final Callable<Path> base;
    private final Path settings;
    private final ReadOnlyObjectWrapper<EngineState> state =
            new ReadOnlyObjectWrapper<>(this, "state", new EngineState.Starting());
    private boolean starting;

    private final Object lock = new Object();
    private final Map<Key, LanguageModel> others = new HashMap<>();
    private CompletableFuture<Up> up = new CompletableFuture<>();
    private @Nullable Path adapterFolder;
    private @Nullable LoraAdapter adapter;
    private @Nullable Serving serving;

    /**
     * Starts nothing yet.
     *
     * @param base gives the folder of the base model, putting it there first where it is missing; may take a while
     * @param settings the studio's settings, which may choose the device
     */
    public EngineHost(TaskRunner tasks, Callable<Path> base, Path settings) {
        this.tasks = tasks;
        this.base = base;
        this.settings = settings;
    }

    /** Where the engine stands. */
    public ReadOnlyObjectProperty<EngineState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Where the engine stands now. */
    public EngineState state() {
        return state.get();
    }

    /**
     * Starts the engine, or tries again after a failure. FX thread only.
     *
     * @param title what the task bar says meanwhile
     */
    public void start(String title) {
        if (starting || state.get() instanceof EngineState.Ready) {
            return;
        }
        starting = true;
        state.set(new EngineState.Starting());
        CompletableFuture<Up> begun;
        synchronized (lock) {
            if (up.isDone()) {
                up = new CompletableFuture<>();
            }
            begun = up;
        }
        var _ = tasks.<EngineState>io(title, context -> {
                    Path folder = base.call();
                    Engine engine = Engine.start(settings);
                    LanguageModel model = engine.open(folder);
                    begun.complete(new Up(engine, model));
                    return new EngineState.Ready(engine.info(), model, name(folder));
                })
                .onResult(state::set)
                .onFailure(error -> {
                    begun.completeExceptionally(error);
                    state.set(new EngineState.Failed(line(error)));
                })
                .onEnd(() -> starting = false);
    }

    /**
     * The base model, as soon as it is open. Blocks; never on the FX thread.
     *
     * @throws EngineException with one line, if it cannot be opened
     */
    public LanguageModel awaitBase() {
        return await().base();
    }

    /** The engine itself, as soon as it is up; throws as {@link #awaitBase()} does. Blocks. */
    public Engine awaitEngine() {
        return await().engine();
    }

    /**
     * Answers many requests at once on the base model, begun at the first call and anew where it cannot go on. Blocks as
     * {@link #awaitBase()} does.
     */
    public Serving awaitServing() {
        LanguageModel model = awaitBase();
        synchronized (lock) {
            Serving begun = serving;
            if (begun != null && !begun.alive()) {
                begun.close();
                begun = null;
            }
            if (begun == null) {
                // Closes with the model.
                begun = model.serve(ServeSettings.usual());
                serving = begun;
            }
            return begun;
        }
    }

    /** Another checkpoint, opened once. Blocks as {@link #awaitBase()} does. */
    public LanguageModel open(Path folder) {
        return open(folder, BaseType.FLOAT32);
    }

    /** Another checkpoint held in a type, opened once. Blocks as {@link #awaitBase()} does. */
    public LanguageModel open(Path folder, BaseType type) {
        Up running = await();
        if (type == BaseType.FLOAT32 && folder.equals(running.base().folder())) {
            return running.base();
        }
        synchronized (lock) {
            return others.computeIfAbsent(
                    new Key(folder, type), key -> running.engine().open(key.folder(), key.type()));
        }
    }

    private Up await() {
        CompletableFuture<Up> begun;
        synchronized (lock) {
            begun = up;
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
     * An adapter, loaded unless it is the one that was used last. Blocking; the host keeps it.
     *
     * @throws cultivar.runtime.lora.AdapterException if it is damaged or was trained on another base
     */
    public LoraAdapter adapter(LanguageModel model, Path folder) {
        synchronized (lock) {
            LoraAdapter kept = adapter;
            if (kept == null || !folder.equals(adapterFolder)) {
                // The one before may still be answering, so it is left to the collector rather than closed here.
                kept = model.loadAdapter(folder);
                adapter = kept;
                adapterFolder = folder;
            }
            return kept;
        }
    }

    /** Frees the models. FX thread only, when nothing uses them any more. */
    @Override
    public void close() {
        synchronized (lock) {
            others.values().forEach(LanguageModel::close);
            others.clear();
            serving = null;
        }
        if (state.get() instanceof EngineState.Ready ready) {
            ready.base().close();
        }
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
