package cultivar.runtime.checkpoint;

import cultivar.runtime.checkpoint.Family.Rotation;
import cultivar.runtime.checkpoint.Family.Windows;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads which layers have a window and which of them turn queries and keys. */
final class LayerReader {
    /** Many times what the deepest models have; a damaged file may claim more than memory can describe. */
    private static final int MOST_LAYERS = 4096;

    private final Config config;
    private final Windows rule;
    private final int count;
    private final int window;

    LayerReader(Config config) {
        this.config = config;
        this.rule = config.family().windows();
        this.count = config.positive("num_hidden_layers");
        if (count > MOST_LAYERS) {
            throw Config.unsupported("num_hidden_layers", String.valueOf(count));
        }
        boolean off = config.knows("use_sliding_window") && !config.flag("use_sliding_window");
        this.window = rule == Windows.NONE || off ? 0 : config.whole("sliding_window", 0);
        if (window < 0) {
            throw Config.unsupported("sliding_window", String.valueOf(window));
        }
    }

    List<LayerSpec> layers() {
        List<LayerSpec> layers = new ArrayList<>();
        JsonNode types = config.value("layer_types");
        if (types.isArray() && types.size() < count) {
            throw Config.unsupported("layer_types", types.size() + " entries for " + count + " layers");
        }
        for (int layer = 0; layer < count; layer++) {
            boolean sliding =
                    window > 0 && (types.isArray() ? sliding(types.get(layer).asString("")) : slidingUntold(layer));
            layers.add(new LayerSpec(sliding ? window : 0, rope(layer, sliding)));
        }
        return layers;
    }

    private static boolean sliding(String type) {
        return switch (type) {
            case "sliding_attention" -> true;
            case "full_attention", "attention" -> false;
            default -> throw Config.unsupported("layer_types", type);
        };
    }

    /** What a layer does where there are no {@code layer_types}. */
    private boolean slidingUntold(int layer) {
        return switch (rule) {
            case NONE -> false;
            case ALL -> true;
            case BY_TYPE -> (layer + 1) % config.positive("sliding_window_pattern") != 0;
            case FROM_LAYER -> layer >= config.whole("max_window_layers", 0);
            case WITHOUT_ROPE -> !listed(layer);
        };
    }

    private int rope(int layer, boolean sliding) {
        Rotation rotation = config.family().rotation();
        boolean turns = switch (rotation.layers()) {
            case ALL -> true;
            case SLIDING -> sliding || window == 0;
            case SLIDING_ONLY -> sliding;
            case LISTED -> listed(layer);
        };
        if (!turns) {
            return -1;
        }
        return sliding && rotation.tables() == Rotation.Tables.BY_TYPE ? RopeReader.SLIDING : RopeReader.FULL;
    }

    private boolean listed(int layer) {
        JsonNode listed = config.value("no_rope_layers");
        if (listed.isArray()) {
            // The key names layers that turn, in spite of what it is called.
            return listed.path(layer).asInt(1) != 0;
        }
        return (layer + 1) % config.positive("no_rope_layer_interval") != 0;
    }
}
