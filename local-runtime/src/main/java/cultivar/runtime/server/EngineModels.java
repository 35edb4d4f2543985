package cultivar.runtime.server;

import cultivar.runtime.Engine;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.job.ModelSource;
import cultivar.runtime.quant.BaseType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The base model that the engine has open: one at a time, and none while no job needs it. */
final class EngineModels implements ModelSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineModels.class);

    /** A model that is open, and since when. */
    record Opened(Path folder, Instant since) {}

    private final Path settings;
    private final Object lock = new Object();
    private @Nullable Engine engine;
    private @Nullable LanguageModel model;
    private BaseType held = BaseType.FLOAT32;
    private Instant since = Instant.EPOCH;

    /** @param settings of the studio's home, which may choose the device */
    EngineModels(Path settings) {
        this.settings = settings;
    }

    @Override
    public LanguageModel open(Path folder, BaseType type) {
        synchronized (lock) {
            LanguageModel kept = model;
            if (kept != null && kept.folder().equals(folder) && held == type) {
                return kept;
            }
            free();
            if (engine == null) {
                engine = Engine.start(settings);
            }
            LanguageModel opened = engine.open(folder, type);
            model = opened;
            held = type;
            since = Instant.now();
            return opened;
        }
    }

    List<Opened> opened() {
        synchronized (lock) {
            return model == null ? List.of() : List.of(new Opened(model.folder(), since));
        }
    }

    @Override
    public void idle() {
        synchronized (lock) {
            free();
        }
    }

    private void free() {
        if (model != null) {
            LOG.info("Frees {}", model.folder());
            model.close();
            model = null;
            // Weights lie in buffers that go only with their Java objects.
            System.gc();
        }
    }

    @Override
    public void close() {
        idle();
    }
}
