package cultivar.runtime.checkpoint;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Small {@code config.json} trees for tests. */
final class Configs {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Configs() {}

    /** The sizes that every architecture needs, with further keys as JSON without the outer braces. */
    static ObjectNode of(String type, String more) {
        ObjectNode sizes = JSON.readTree("""
            {"vocab_size": 128, "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 4,
             "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 256}
            """).asObject();
        sizes.put("model_type", type);
        sizes.setAll(JSON.readTree("{" + more + "}").asObject());
        return sizes;
    }

    static DecoderSpec spec(String type, String more) {
        return DecoderSpec.of(of(type, more));
    }
}
