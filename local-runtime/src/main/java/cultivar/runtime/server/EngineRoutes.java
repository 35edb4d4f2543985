package cultivar.runtime.server;

import cultivar.runtime.http.ApiRequest;
import cultivar.runtime.http.Reply;
import cultivar.runtime.http.Router;
import cultivar.runtime.http.Routes;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the engine itself is asked: whether it is well, what it has open, and to end. */
final class EngineRoutes implements Routes {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EngineModels models;
    private final EngineLife life;

    EngineRoutes(EngineModels models, EngineLife life) {
        this.models = models;
        this.life = life;
    }

    @Override
    public void addTo(Router router) {
        router.add("GET", "/v1/engine/models", request -> Reply.ok(models()));
        router.add("POST", "/v1/engine/shutdown", this::shutdown);
        router.add("POST", "/v1/engine/keep", this::keep);
    }

    private ObjectNode models() {
        ObjectNode json = JSON.createObjectNode().put("object", "list");
        ArrayNode data = json.putArray("data");
        for (EngineModels.Opened opened : models.opened()) {
            Path name = opened.folder().getFileName();
            data.addObject()
                    .put("id", name == null ? opened.folder().toString() : name.toString())
                    .put("object", "model")
                    .put("created", opened.since().getEpochSecond())
                    .put("owned_by", "cultivar")
                    .put("root", opened.folder().toString())
                    .putNull("parent");
        }
        return json;
    }

    /** {@code {"client": "..."}}: whoever follows the news by that name goes, and the work shall go on without it. */
    private Reply keep(ApiRequest request) {
        life.keep(request.body().path("client").asString(""));
        return Reply.ok(JSON.createObjectNode().put("status", "kept"));
    }

    /** Pauses what runs, leaves what waits in the queue, and ends. */
    private Reply shutdown(ApiRequest request) {
        life.end();
        return Reply.ok(JSON.createObjectNode().put("status", "ending"));
    }
}
