package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.http.ApiRequest;
import cultivar.runtime.http.Reply;
import cultivar.runtime.http.Router;
import cultivar.runtime.http.Routes;
import cultivar.runtime.serve.AdapterShelf;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v1/models} and {@code GET /v1/models/{id}}: OpenAI's list, with vLLM's {@code root} (the folder), {@code
 * parent} (an adapter's base) and {@code max_model_len}; what is this program's own lies in {@code cultivar}. {@code POST
 * /v1/load_lora_adapter} and {@code POST /v1/unload_lora_adapter} are vLLM's, with its plain answers and its errors, whose
 * code is the status; {@code pinned} is SGLang's, {@code merge} our own.
 */
final class ModelRoutes implements Routes {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ServedModel model;
    private final Adapters adapters;

    ModelRoutes(ServedModel model, Adapters adapters) {
        this.model = model;
        this.adapters = adapters;
    }

    @Override
    public void addTo(Router router) {
        router.add("GET", "/v1/models", request -> Reply.ok(list()));
        // A base may be called OWNER/NAME, as on the hub.
        router.add("GET", "/v1/models/{id...}", this::one);
        router.add("POST", "/v1/load_lora_adapter", this::load);
        router.add("POST", "/v1/unload_lora_adapter", this::unload);
    }

    private ObjectNode list() {
        ObjectNode json = JSON.createObjectNode().put("object", "list");
        Stream.concat(Stream.of(base()), adapters.look().stream().map(this::adapter))
                .forEach(json.putArray("data")::add);
        return json;
    }

    private Reply one(ApiRequest request) {
        String id = request.path("id");
        if (id.equals(model.name())) {
            return Reply.ok(base());
        }
        adapters.require(id, "model");
        var _ = adapters.hash(id);
        return Reply.ok(adapters.entry(id)
                .map(this::adapter)
                .orElseThrow(() -> new ApiException(
                                404,
                                "model_not_found",
                                "There is no model \"" + id + "\" here. /v1/models lists those that there are.")
                        .about("model")));
    }

    private ObjectNode base() {
        return model(model.name(), model.folder()).putNull("parent").put("max_model_len", model.context());
    }

    private ObjectNode adapter(AdapterShelf.Entry entry) {
        ObjectNode json =
                model(entry.name(), entry.folder()).put("parent", model.name()).put("max_model_len", model.context());
        json.putObject("cultivar")
                .put("tier", entry.tier().name().toLowerCase(Locale.ROOT))
                .put("rank", entry.rank())
                .put("bytes", entry.bytes())
                .put("pinned", entry.keeping().pinned())
                .put("merge", entry.keeping().merged())
                .put("merged_bytes", entry.mergedBytes())
                .put("uses", entry.uses())
                .put("sha256", entry.hash());
        return json;
    }

    private ObjectNode model(String id, Path root) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", "model")
                .put("created", model.since().getEpochSecond())
                .put("owned_by", "cultivar")
                .put("root", root.toString());
    }

    private Reply load(ApiRequest request) {
        Fields fields = new Fields(request.body());
        String name = text(fields, "lora_name");
        String path = text(fields, "lora_path");
        // One that is there already is no error where the call says that this is known, or changes how it is kept.
        Optional<AdapterShelf.Entry> before = adapters.entry(name);
        boolean replace = fields.flag("load_inplace", false);
        if (!fields.has("pinned") && !fields.has("merge") && !replace && before.isPresent()) {
            throw ApiException.plain(400, "InvalidUserInput", "The adapter " + name + " is loaded already.");
        }
        Keeping kept = before.map(AdapterShelf.Entry::keeping).orElse(Keeping.USUAL);
        Keeping keeping = new Keeping(fields.flag("pinned", kept.pinned()), fields.flag("merge", kept.merged()));
        AdapterLoading.load(adapters, name, path, keeping, replace);
        return Reply.text("Success: LoRA adapter '" + name + "' is loaded.");
    }

    private Reply unload(ApiRequest request) {
        Fields fields = new Fields(request.body());
        String name = text(fields, "lora_name");
        if (!adapters.unload(name)) {
            throw ApiException.plain(
                    404,
                    "NotFoundError",
                    "There is no adapter \"" + name + "\" to unload. /v1/models lists those that there are.");
        }
        return Reply.text("Success: LoRA adapter '" + name + "' is unloaded.");
    }

    private static String text(Fields fields, String name) {
        if (!fields.node(name).isString() || fields.node(name).stringValue().isBlank()) {
            throw ApiException.plain(400, "InvalidUserInput", "The field " + name + " must be a text.");
        }
        return fields.node(name).stringValue();
    }
}
