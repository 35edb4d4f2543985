package cultivar.runtime.server;

import cultivar.runtime.Engine;
import cultivar.runtime.EngineInfo;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.checkpoint.Checkpoint;
import cultivar.runtime.job.ModelSource;
import cultivar.runtime.memory.ProcessMemory;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.torch.Torch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The base models that the engine has open, each once for all who use it: one for the job that runs, and those that are
 * held for longer. None stays that nobody uses. Safe for several threads.
 */
final class EngineModels implements ModelSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineModels.class);

    /** A model that is open, and since when. */
    record Opened(Path folder, Instant since) {}

    private record Key(Path folder, BaseType type) {}

    private static final class Held {
        private final LanguageModel model;
        private final Instant since = Instant.now();
        private int users;

        Held(LanguageModel model) {
            this.model = model;
        }
    }

    private final Path settings;
    private final Object lock = new Object();
    private final Map<Key, Held> open = new LinkedHashMap<>();
    /** Of {@link #open}, for those who must not wait while a model is opened. */
    private volatile List<Opened> opened = List.of();

    private @Nullable Engine engine;
    private @Nullable Key ofJobs;

    /** @param settings of the studio's home, which may choose the device */
    EngineModels(Path settings) {
        this.settings = settings;
    }

    /** What the engine runs on; starts it. */
    EngineInfo info() {
        synchronized (lock) {
            return engine().info();
        }
    }

    private Torch torch() {
        synchronized (lock) {
            return engine().torch();
        }
    }

    private Engine engine() {
        Engine started = engine;
        if (started == null) {
            started = Engine.start(settings);
            engine = started;
        }
        return started;
    }

    @Override
    public LanguageModel open(Path folder, BaseType type) {
        synchronized (lock) {
            Key key = new Key(folder, type);
            if (!key.equals(ofJobs)) {
                idle();
                LanguageModel model = use(key);
                ofJobs = key;
                return model;
            }
            return Objects.requireNonNull(open.get(key)).model;
        }
    }

    @Override
    public void idle() {
        synchronized (lock) {
            if (ofJobs != null) {
                leave(ofJobs);
                ofJobs = null;
            }
        }
    }

    /** A model that stays open until this is closed. */
    final class Lease implements AutoCloseable {
        private final Key key;
        private final LanguageModel model;

        private Lease(Key key) {
            this.key = key;
            this.model = use(key);
        }

        LanguageModel model() {
            return model;
        }

        /** How its weights are held. */
        BaseType type() {
            return key.type();
        }

        @Override
        public void close() {
            synchronized (lock) {
                leave(key);
            }
        }
    }

    /** A model to answer on. */
    Lease hold(Path folder, BaseType type) {
        synchronized (lock) {
            return new Lease(new Key(folder, type));
        }
    }

    /**
     * How a model to answer on is held: its weights as exact as leaves half of the memory free for all else.
     *
     * @throws cultivar.runtime.checkpoint.CheckpointException if it is damaged, incomplete or of an unknown architecture
     */
    BaseType fitting(Path folder) {
        long parameters;
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            parameters = checkpoint.spec().parameters();
        }
        Torch torch = torch();
        long memory = torch.onCpu() ? ProcessMemory.ofMachine() : torch.cardMemory();
        List<BaseType> types = torch.onCpu()
                ? List.of(BaseType.FLOAT32, BaseType.INT8, BaseType.INT4)
                : List.of(BaseType.FLOAT32, BaseType.BFLOAT16, BaseType.NF4);
        return types.stream()
                .filter(type -> memory == 0 || type.bytes() * parameters <= memory / 2.0)
                .findFirst()
                .orElse(types.getLast());
    }

    private LanguageModel use(Key key) {
        Held held = open.get(key);
        if (held == null) {
            held = new Held(engine().open(key.folder(), key.type()));
            open.put(key, held);
            tell();
        }
        held.users++;
        return held.model;
    }

    private void leave(Key key) {
        Held held = Objects.requireNonNull(open.get(key));
        held.users--;
        if (held.users == 0) {
            open.remove(key);
            tell();
            LOG.info("Frees {}", key.folder());
            held.model.close();
            // Weights lie in buffers that go only with their Java objects.
            System.gc();
        }
    }

    private void tell() {
        opened = open.entrySet().stream()
                .map(each -> new Opened(each.getKey().folder(), each.getValue().since))
                .toList();
    }

    /** Those that are open now; waits for nothing. */
    List<Opened> opened() {
        return opened;
    }

    @Override
    public void close() {
        synchronized (lock) {
            ofJobs = null;
            open.values().forEach(held -> held.model.close());
            open.clear();
            tell();
        }
    }
}
