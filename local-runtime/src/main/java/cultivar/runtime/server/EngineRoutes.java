package cultivar.runtime.server;

import cultivar.runtime.job.Jobs;
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
        router.addOpen(
                "GET", "/health", request -> Reply.ok(JSON.createObjectNode().put("status", "ok")));
        router.add("GET", "/v1/models", request -> Reply.ok(models()));
        router.add("POST", "/v1/engine/shutdown", this::shutdown);
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

    /** {@code {"running": "pause"}} saves what runs and ends now; {@code "keep"} ends when the queue is done. */
    private Reply shutdown(ApiRequest request) {
        String running = request.body().path("running").asString("keep");
        life.end(
                switch (running) {
                    case "pause" -> Jobs.OnClose.PAUSE;
                    case "keep" -> Jobs.OnClose.KEEP;
                    default ->
                        throw new ApiException(
                                400, "invalid_value", "running must be pause or keep, not " + running + ".");
                });
        return Reply.ok(JSON.createObjectNode().put("running", running));
    }
}
