package cultivar.runtime.api;

import cultivar.runtime.serve.AdapterMix;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Adapters and their strengths as the interface has them, {@code [{"name": "...", "strength": 1}]}, at both its ends. */
public final class MixJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MixJson() {}

    public static ArrayNode of(AdapterMix mix) {
        ArrayNode json = JSON.createArrayNode();
        mix.parts().forEach(part -> json.addObject().put("name", part.name()).put("strength", part.strength()));
        return json;
    }

    /** What the server has said, which is not looked at for mistakes. */
    public static AdapterMix read(JsonNode json) {
        return new AdapterMix(json.valueStream()
                .map(part -> new AdapterMix.Part(
                        part.path("name").asString(""), part.path("strength").asDouble(0)))
                .toList());
    }
}
