package cultivar.app.engine;

import cultivar.runtime.Engine;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.quant.BaseType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Models that the window's own process opens, for what the engine's process is not asked: scores of rows, and exports.
 * Nothing is loaded before it is wanted. Blocks; safe for several threads.
 */
public final class WindowModels implements AutoCloseable {
    private record Key(Path folder, BaseType type) {}

    private final Path settings;
    private final Map<Key, LanguageModel> open = new HashMap<>();
    private @Nullable Engine engine;
    private @Nullable Path adapterFolder;
    private @Nullable LoraAdapter adapter;

    /** @param settings the studio's settings, which may choose the device */
    public WindowModels(Path settings) {
        this.settings = settings;
    }

    /**
     * The native engine of this process.
     *
     * @throws cultivar.runtime.torch.EngineException with one line, if it cannot be started
     */
    public synchronized Engine engine() {
        Engine started = engine;
        if (started == null) {
            started = Engine.start(settings);
            engine = started;
        }
        return started;
    }

    /** A checkpoint held in a type, opened once. Throws as {@link #engine()} does. */
    public synchronized LanguageModel open(Path folder, BaseType type) {
        return open.computeIfAbsent(new Key(folder, type), key -> engine().open(key.folder(), key.type()));
    }

    /**
     * An adapter, loaded unless it is the one that was used last; it stays open.
     *
     * @throws cultivar.runtime.lora.AdapterException if it is damaged or was trained on another base
     */
    public synchronized LoraAdapter adapter(LanguageModel model, Path folder) {
        LoraAdapter kept = adapter;
        if (kept == null || !folder.equals(adapterFolder)) {
            // The one before may still be answering, so it is left to the collector rather than closed here.
            kept = model.loadAdapter(folder);
            adapter = kept;
            adapterFolder = folder;
        }
        return kept;
    }

    /** Frees the models, when nothing uses them any more. */
    @Override
    public synchronized void close() {
        open.values().forEach(LanguageModel::close);
        open.clear();
        adapter = null;
        adapterFolder = null;
    }
}
