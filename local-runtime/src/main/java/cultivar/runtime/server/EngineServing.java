package cultivar.runtime.server;

import cultivar.runtime.EngineInfo;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.api.Adapters;
import cultivar.runtime.api.ApiRoutes;
import cultivar.runtime.api.ServedModel;
import cultivar.runtime.checkpoint.CheckpointException;
import cultivar.runtime.http.ApiException;
import cultivar.runtime.http.ApiRequest;
import cultivar.runtime.http.Reply;
import cultivar.runtime.http.Router;
import cultivar.runtime.http.Routes;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.serve.AdapterShelf;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.ServeStatus;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.server.EngineModels.Lease;
import cultivar.runtime.text.TokenizerException;
import cultivar.runtime.torch.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One base that the engine answers on, and beside it every adapter of the home by the name of its folder: {@code POST
 * /v1/engine/serve} with {@code {"model": FOLDER}}, the {@code name} that clients call it by, and {@code ready_bytes} and
 * {@code warm_bytes} for the adapters' memory, begins it, and changes nothing where it goes on so. Until then completions are
 * refused. {@code GET /v1/engine/serving} tells where the adapters lie.
 */
final class EngineServing implements Routes, AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Served(
            EngineInfo engine,
            Lease lease,
            Path folder,
            ServeSettings settings,
            Serving serving,
            ServedModel model,
            Adapters adapters,
            Router router) {
        /** Whether it need not begin anew; other settings wait until nobody is answered. */
        boolean holds(Path wanted, String name, ServeSettings newSettings) {
            if (!folder.equals(wanted) || !model.name().equals(name) || !serving.alive()) {
                return false;
            }
            ServeStatus now = serving.status();
            return settings.equals(newSettings) || now.running() + now.waiting() > 0;
        }
    }

    private final EngineModels models;
    private final Path adapters;
    private final Object lock = new Object();
    private final Router nothing = nothing();
    private volatile @Nullable Served served;
    private volatile boolean closed;

    /** @param adapters the folder whose subfolders are the home's adapters; need not exist yet */
    EngineServing(EngineModels models, Path adapters) {
        this.models = models;
        this.adapters = adapters;
    }

    @Override
    public void addTo(Router router) {
        router.add("POST", "/v1/engine/serve", this::serve);
        router.add("GET", "/v1/engine/serving", request -> Reply.ok(now()));
        router.addChanging(() -> {
            Served now = served;
            return now == null ? nothing : now.router();
        });
    }

    private static Router nothing() {
        Router router = new Router();
        router.addOpen(
                "GET", "/health", request -> Reply.ok(JSON.createObjectNode().put("status", "ok")));
        router.add("GET", "/v1/models", request -> {
            ObjectNode json = JSON.createObjectNode().put("object", "list");
            json.putArray("data");
            return Reply.ok(json);
        });
        for (String path : List.of(
                "/v1/chat/completions",
                "/v1/completions",
                "/tokenize",
                "/detokenize",
                "/v1/load_lora_adapter",
                "/v1/unload_lora_adapter",
                "/v1/chat/completions/{id}/adapters",
                "/v1/completions/{id}/adapters")) {
            router.add("POST", path, EngineServing::noModel);
        }
        router.add("GET", "/v1/models/{id...}", EngineServing::noModel);
        router.add("GET", "/metrics", EngineServing::noModel);
        return router;
    }

    private static Reply noModel(ApiRequest request) {
        throw new ApiException(503, "no_model", "The engine has no model open yet. Ask again in a moment.")
                .retryAfter(1);
    }

    private Reply serve(ApiRequest request) {
        ServeSettings usual = ServeSettings.usual();
        ServeSettings settings = usual.withAdapters(
                bytes(request, "ready_bytes", usual.readyBytes()), bytes(request, "warm_bytes", usual.warmBytes()));
        Path folder = folder(request.body().path("model").asString(""));
        String name = request.body().path("name").asString("");
        Served now = begin(folder, name.isBlank() ? nameOf(folder) : name, settings);
        EngineInfo info = now.engine();
        ObjectNode json = JSON.createObjectNode()
                .put("model", now.model().name())
                .put("root", now.folder().toString())
                .put("dtype", now.lease().type().label())
                .put("max_model_len", now.model().context());
        json.putObject("engine")
                .put("device", info.device())
                .put("reason", info.reason())
                .put("version", info.version())
                .put("threads", info.threads());
        return Reply.ok(json);
    }

    private static String nameOf(Path folder) {
        Path name = folder.getFileName();
        return name == null ? folder.toString() : name.toString();
    }

    private static long bytes(ApiRequest request, String name, long usual) {
        JsonNode given = request.body().path(name);
        if (given.isMissingNode() || given.isNull()) {
            return usual;
        }
        if (!given.canConvertToLong() || !given.isIntegralNumber() || given.longValue() < 0) {
            throw ApiException.invalid(name, name + " must be a number of bytes from 0.");
        }
        return given.longValue();
    }

    private ObjectNode now() {
        ObjectNode json = JSON.createObjectNode();
        Served now = served;
        if (now == null) {
            return json;
        }
        json.put("model", now.model().name());
        ServeStatus status = now.serving().status();
        Map<AdapterShelf.Tier, Long> counts = now.adapters().look().stream()
                .collect(Collectors.groupingBy(AdapterShelf.Entry::tier, Collectors.counting()));
        ObjectNode tiers = json.putObject("adapters");
        tier(tiers, "ready", counts.get(AdapterShelf.Tier.READY), status.readyBytes(), status.readyHits());
        tier(tiers, "warm", counts.get(AdapterShelf.Tier.WARM), status.warmBytes(), status.warmHits());
        tier(tiers, "cold", counts.get(AdapterShelf.Tier.COLD), 0, status.coldHits());
        return json;
    }

    private static void tier(ObjectNode tiers, String name, @Nullable Long count, long bytes, long hits) {
        tiers.putObject(name)
                .put("count", count == null ? 0 : count)
                .put("bytes", bytes)
                .put("hits", hits);
    }

    private static Path folder(String given) {
        try {
            Path folder = Path.of(given);
            if (folder.isAbsolute() && Files.isDirectory(folder)) {
                return folder.normalize();
            }
        } catch (InvalidPathException e) {
            throw refusal("The path " + given + " cannot be one.", e);
        }
        throw refusal("There is no folder " + given + " with a model.", null);
    }

    private static ApiException refusal(String message, @Nullable Throwable cause) {
        ApiException refusal = cause == null
                ? new ApiException(400, "invalid_value", message)
                : new ApiException(400, "invalid_value", message, cause);
        return refusal.about("model");
    }

    /** Begins to answer on a base, unless it does already; anew where it cannot go on. */
    private Served begin(Path folder, String name, ServeSettings settings) {
        synchronized (lock) {
            Served now = served;
            if (now != null && now.holds(folder, name, settings)) {
                return now;
            }
            if (closed) {
                throw new ApiException(503, "closing", "The engine is about to end.");
            }
            try {
                // Before the other goes: what cannot be opened at all takes nothing from anybody.
                BaseType type = models.fitting(folder);
                end();
                Served begun = open(folder, type, name, settings);
                served = begun;
                return begun;
            } catch (CheckpointException | TokenizerException e) {
                throw refusal(String.valueOf(e.getMessage()), e);
            } catch (EngineException e) {
                throw new ApiException(503, "engine_failed", String.valueOf(e.getMessage()), e);
            }
        }
    }

    private Served open(Path folder, BaseType type, String name, ServeSettings settings) {
        try {
            Files.createDirectories(adapters);
        } catch (IOException e) {
            throw new ApiException(
                    500, "engine_error", "The folder " + adapters + " for adapters cannot be made (" + e + ").", e);
        }
        Lease lease = models.hold(folder, type);
        try {
            LanguageModel base = lease.model();
            Serving serving = base.serve(settings);
            ServedModel model = ServedModel.of(name, base, base.context(settings));
            Adapters known = new Adapters(model.name(), serving.shelf(), adapters);
            Router router = new Router();
            new ApiRoutes(model, serving, known).addTo(router);
            return new Served(models.info(), lease, folder, settings, serving, model, known, router);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private void end() {
        Served before = served;
        served = null;
        if (before != null) {
            before.serving().close();
            before.lease().close();
        }
    }

    /** Frees the base until somebody wants it again. */
    void rest() {
        synchronized (lock) {
            end();
        }
    }

    @Override
    public void close() {
        closed = true;
        rest();
    }
}
