package cultivar.runtime.checkpoint;

import cultivar.runtime.checkpoint.Family.Rotation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads the rotary embedding in its several spellings: {@code rope_parameters} for all layers or by layer type, and
 * before that {@code rope_theta} with {@code rope_scaling}, whose type was first called {@code type}.
 */
final class RopeReader {
    /** The table of layers that see everything, and of all layers where there is one table. */
    static final int FULL = 0;

    /** The table of layers with a window, where theirs is another. */
    static final int SLIDING = 1;

    /** Ministral 3's key for queries that grow with their position beyond the original length. */
    static final String POSITION_SCALE = "llama_4_scaling_beta";

    /** Hunyuan's key for a larger base. */
    static final String BASE_SCALE = "alpha";

    private final Config config;
    private final int headSize;
    private final JsonNode full;
    private final JsonNode sliding;

    RopeReader(Config config, int headSize) {
        this.config = config;
        this.headSize = headSize;
        JsonNode current = config.raw("rope_parameters");
        JsonNode given = current.isObject() && !current.isEmpty() ? current : config.raw("rope_scaling");
        if (config.knows(POSITION_SCALE) && !given.isObject()) {
            throw new CheckpointException("config.json lacks rope_parameters; the checkpoint is incomplete.");
        }
        if (given.has("full_attention") || given.has("sliding_attention")) {
            this.full = given.path("full_attention");
            this.sliding = given.path("sliding_attention");
            if (!byType() && full.isObject() && sliding.isObject() && !full.equals(sliding)) {
                throw Config.unsupported("rope_parameters", "different values by layer type");
            }
        } else {
            this.full = given;
            this.sliding = MissingNode.getInstance();
        }
    }

    private boolean byType() {
        return config.family().rotation().tables() == Rotation.Tables.BY_TYPE;
    }

    RotarySpec rotary() {
        double share = partial(full);
        int dimensions = (int) (headSize * share);
        if (dimensions < 2 || dimensions % 2 != 0) {
            throw Config.unsupported(
                    share == 1 ? "head_dim" : "partial_rotary_factor", String.valueOf(share == 1 ? headSize : share));
        }
        List<RopeSpec> tables = new ArrayList<>();
        tables.add(table(full, config.number("rope_theta", 10000), dimensions));
        if (byType()) {
            String local = config.knows("rope_local_base_freq") ? "rope_local_base_freq" : "rope_theta";
            tables.add(table(sliding, config.number(local, 10000), dimensions));
        }
        return new RotarySpec(dimensions, config.family().rotation().interleaved(), tables, growth());
    }

    private double partial(JsonNode rope) {
        double share = number(rope, "partial_rotary_factor")
                .orElse(
                        config.sets("partial_rotary_factor")
                                ? config.raw("partial_rotary_factor").asDouble(1)
                                : config.number("partial_rotary_factor", 1));
        if ((share != 1 && !config.knows("partial_rotary_factor")) || share <= 0 || share > 1) {
            throw Config.unsupported("partial_rotary_factor", String.valueOf(share));
        }
        return share;
    }

    private RopeSpec table(JsonNode rope, double otherTheta, int dimensions) {
        double theta = number(rope, "rope_theta").orElse(otherTheta);
        if (theta <= 1) {
            throw Config.unsupported("rope_theta", String.valueOf(theta));
        }
        String type = rope.path("rope_type").asString(rope.path("type").asString("default"));
        // Phi-3 was published when its rule was called so; the same names mean LongRoPE there.
        boolean phi = config.family().type().equals("phi3");
        return switch (phi && type.equals("yarn") ? "longrope" : type) {
            case "default" -> new RopeSpec.Default(theta);
            case "linear" -> new RopeSpec.Linear(theta, needed(rope, "factor"));
            case "dynamic" -> dynamic(rope, theta, dimensions);
            case "llama3" ->
                new RopeSpec.Llama3(
                        theta,
                        needed(rope, "factor"),
                        needed(rope, "low_freq_factor"),
                        needed(rope, "high_freq_factor"),
                        originalPositions(rope));
            case "yarn" -> yarn(rope, theta);
            case "longrope", "su" -> longRope(rope, theta, dimensions);
            default -> throw Config.unsupported("rope_type", type);
        };
    }

    private RopeSpec dynamic(JsonNode rope, double theta, int dimensions) {
        double alpha = config.knows(BASE_SCALE) ? number(rope, BASE_SCALE).orElse(0) : 0;
        if (alpha != 0) {
            return new RopeSpec.Default(theta * Math.pow(alpha, dimensions / (dimensions - 2.0)));
        }
        return new RopeSpec.Dynamic(theta, needed(rope, "factor"), modelPositions());
    }

    private RopeSpec yarn(JsonNode rope, double theta) {
        double factor = rope.path("factor").isNull() ? stretch(rope) : needed(rope, "factor");
        OptionalDouble given = number(rope, "attention_factor");
        double scale = number(rope, "mscale").orElse(0);
        double scaleAll = number(rope, "mscale_all_dim").orElse(0);
        double magnitude;
        if (given.isPresent()) {
            magnitude = given.getAsDouble();
        } else if (scale != 0 && scaleAll != 0) {
            magnitude = yarnMagnitude(factor, scale) / yarnMagnitude(factor, scaleAll);
        } else {
            magnitude = yarnMagnitude(factor, 1);
        }
        double fast = number(rope, "beta_fast").orElse(0);
        double slow = number(rope, "beta_slow").orElse(0);
        return new RopeSpec.Yarn(
                theta,
                factor,
                fast == 0 ? 32 : fast,
                slow == 0 ? 1 : slow,
                rope.path("truncate").asBoolean(true),
                originalPositions(rope),
                magnitude);
    }

    private static double yarnMagnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    private RopeSpec longRope(JsonNode rope, double theta, int dimensions) {
        double factor = stretch(rope);
        int original = originalPositions(rope);
        double magnitude = number(rope, "attention_factor")
                .orElse(factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original)));
        return new RopeSpec.LongRope(
                theta,
                factors(rope, "short_factor", dimensions),
                factors(rope, "long_factor", dimensions),
                original,
                magnitude);
    }

    private static List<Double> factors(JsonNode rope, String key, int dimensions) {
        JsonNode list = rope.path(key);
        if (list.size() != dimensions / 2 || !list.valueStream().allMatch(JsonNode::isNumber)) {
            throw new CheckpointException(
                    "config.json lacks the " + dimensions / 2 + " numbers of " + key + " that its rope_type needs.");
        }
        return list.valueStream().map(JsonNode::doubleValue).toList();
    }

    /** How many times longer texts may be than the original ones. */
    private double stretch(JsonNode rope) {
        return number(rope, "factor").orElseGet(() -> (double) modelPositions() / originalPositions(rope));
    }

    private int modelPositions() {
        return config.positive("max_position_embeddings");
    }

    private RotarySpec.QueryGrowth growth() {
        double rate = number(full, POSITION_SCALE).orElse(0);
        if (rate != 0 && !config.knows(POSITION_SCALE)) {
            throw Config.unsupported(POSITION_SCALE, String.valueOf(rate));
        }
        return rate == 0 ? RotarySpec.QueryGrowth.NONE : new RotarySpec.QueryGrowth(rate, originalPositions(full));
    }

    /** The longest text: some rules stretch what the file gives, others are already counted in. */
    int maxPositions(RotarySpec rotary) {
        int positions = modelPositions();
        double stretched = switch (rotary.tables().getFirst()) {
            case RopeSpec.Dynamic dynamic -> dynamic.factor() * positions;
            case RopeSpec.Yarn yarn -> yarn.factor() * yarn.originalPositions();
            default -> positions;
        };
        return Math.max(positions, (int) stretched);
    }

    /** The length before stretching; beside the other keys of Phi-3, and there it counts more. */
    private int originalPositions(JsonNode rope) {
        String key = "original_max_position_embeddings";
        double positions = config.sets(key)
                ? config.raw(key).asDouble(0)
                : config.number(key).orElseGet(() -> number(rope, key).orElse(modelPositions()));
        if (positions < 1) {
            throw Config.unsupported(key, String.valueOf(positions));
        }
        return (int) positions;
    }

    private static double needed(JsonNode rope, String key) {
        return number(rope, key)
                .orElseThrow(() ->
                        new CheckpointException("config.json lacks the number " + key + " that its rope_type needs."));
    }

    private static OptionalDouble number(JsonNode rope, String key) {
        JsonNode value = rope.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw Config.unsupported(key, value.toString());
        }
        return OptionalDouble.of(value.doubleValue());
    }
}
