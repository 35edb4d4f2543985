package cultivar.runtime.checkpoint;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a decoder computes, read from {@code config.json}: an architecture is data here, not a class.
 *
 * @param normEpsilon added to the mean square in every RMS norm
 * @param tiedEmbeddings whether the output rows are the embedding itself
 * @param maxPositions the longest text in tokens that the checkpoint was made for
 */
public record DecoderSpec(
        int vocabulary,
        int hidden,
        int intermediate,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        double normEpsilon,
        RopeSpec rope,
        boolean tiedEmbeddings,
        boolean attentionBias,
        boolean mlpBias,
        int maxPositions) {

    /** The seven linear modules of a layer, in the order in which a layer uses them. */
    public static final List<String> LINEAR_MODULES =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    /** Reads a parsed {@code config.json}; whatever would change the result and is not known is refused by name. */
    public static DecoderSpec of(JsonNode config) {
        String type = config.path("model_type").asString("");
        String architecture = config.path("architectures").path(0).asString("");
        if (!type.equals("llama") || !(architecture.isEmpty() || architecture.equals("LlamaForCausalLM"))) {
            String name = architecture.isEmpty() ? (type.isEmpty() ? "(none)" : type) : architecture;
            throw new CheckpointException("config.json names the architecture " + name
                    + ", which Cultivar cannot run yet. Choose a Llama-layout checkpoint (LlamaForCausalLM).");
        }
        String activation = config.path("hidden_act").asString("silu");
        if (!activation.equals("silu") && !activation.equals("swish")) {
            throw unsupported("hidden_act", activation);
        }
        if (!config.path("quantization_config").isMissingNode()
                && !config.path("quantization_config").isNull()) {
            throw unsupported(
                    "quantization_config",
                    config.path("quantization_config").path("quant_method").asString("?"));
        }
        int hidden = positive(config, "hidden_size");
        int heads = positive(config, "num_attention_heads");
        int keyValueHeads = config.path("num_key_value_heads").asInt(heads);
        int headSize = config.path("head_dim").asInt(hidden / heads);
        if (keyValueHeads < 1 || heads % keyValueHeads != 0) {
            throw unsupported("num_key_value_heads", String.valueOf(keyValueHeads));
        }
        if (headSize < 2 || headSize % 2 != 0) {
            throw unsupported("head_dim", String.valueOf(headSize));
        }
        return new DecoderSpec(
                positive(config, "vocab_size"),
                hidden,
                positive(config, "intermediate_size"),
                positive(config, "num_hidden_layers"),
                heads,
                keyValueHeads,
                headSize,
                config.path("rms_norm_eps").asDouble(1e-6),
                rope(config),
                config.path("tie_word_embeddings").asBoolean(false),
                config.path("attention_bias").asBoolean(false),
                config.path("mlp_bias").asBoolean(false),
                config.path("max_position_embeddings").asInt(2048));
    }

    private static RopeSpec rope(JsonNode config) {
        JsonNode current = config.path("rope_parameters");
        JsonNode scaling = current.isObject() ? current : config.path("rope_scaling");
        double theta =
                scaling.path("rope_theta").asDouble(config.path("rope_theta").asDouble(10000.0));
        if (scaling.path("partial_rotary_factor")
                        .asDouble(config.path("partial_rotary_factor").asDouble(1.0))
                != 1.0) {
            throw unsupported("partial_rotary_factor", "other than 1");
        }
        String type = scaling.path("rope_type").asString(scaling.path("type").asString("default"));
        return switch (type) {
            case "default" -> new RopeSpec.Default(theta);
            case "linear" -> new RopeSpec.Linear(theta, number(scaling, "factor"));
            case "llama3" ->
                new RopeSpec.Llama3(
                        theta,
                        number(scaling, "factor"),
                        number(scaling, "low_freq_factor"),
                        number(scaling, "high_freq_factor"),
                        (int) number(scaling, "original_max_position_embeddings"));
            default -> throw unsupported("rope_type", type);
        };
    }

    private static double number(JsonNode node, String key) {
        if (!node.path(key).isNumber()) {
            throw new CheckpointException("config.json lacks the number " + key + " that its rope_type needs.");
        }
        return node.path(key).doubleValue();
    }

    private static int positive(JsonNode config, String key) {
        int value = config.path(key).asInt(0);
        if (value < 1) {
            throw new CheckpointException("config.json lacks a positive " + key + "; the checkpoint is incomplete.");
        }
        return value;
    }

    private static CheckpointException unsupported(String key, String value) {
        return new CheckpointException("config.json sets " + key + " to " + value + ", which Cultivar cannot run yet.");
    }

    /** Input size of a linear module. */
    public int inputs(String module) {
        return switch (module) {
            case "o_proj" -> heads * headSize;
            case "down_proj" -> intermediate;
            default -> hidden;
        };
    }

    /** Output size of a linear module. */
    public int outputs(String module) {
        return switch (module) {
            case "q_proj" -> heads * headSize;
            case "k_proj", "v_proj" -> keyValueHeads * headSize;
            case "gate_proj", "up_proj" -> intermediate;
            default -> hidden;
        };
    }

    /** Whether a linear module has a bias. */
    public boolean bias(String module) {
        return isAttention(module) ? attentionBias : mlpBias;
    }

    /** The name of a module inside a layer, such as {@code self_attn.q_proj}. */
    public static String path(String module) {
        return (isAttention(module) ? "self_attn." : "mlp.") + module;
    }

    private static boolean isAttention(String module) {
        return switch (module) {
            case "q_proj", "k_proj", "v_proj", "o_proj" -> true;
            default -> false;
        };
    }

    /** A tensor that the checkpoint must hold. */
    public record Weight(String name, List<Long> shape) {
        static Weight of(String name, long... shape) {
            List<Long> dimensions = new ArrayList<>();
            for (long dimension : shape) {
                dimensions.add(dimension);
            }
            return new Weight(name, List.copyOf(dimensions));
        }

        public long elements() {
            return shape.stream().reduce(1L, (a, b) -> a * b);
        }
    }

    /** Every tensor of the decoder under its Hugging Face name, in the order in which the program takes them. */
    public List<Weight> weights() {
        List<Weight> weights = new ArrayList<>();
        weights.add(Weight.of("model.embed_tokens.weight", vocabulary, hidden));
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "model.layers." + layer + ".";
            weights.add(Weight.of(prefix + "input_layernorm.weight", hidden));
            weights.add(Weight.of(prefix + "post_attention_layernorm.weight", hidden));
            for (String module : LINEAR_MODULES) {
                weights.add(Weight.of(prefix + path(module) + ".weight", outputs(module), inputs(module)));
                if (bias(module)) {
                    weights.add(Weight.of(prefix + path(module) + ".bias", outputs(module)));
                }
            }
        }
        weights.add(Weight.of("model.norm.weight", hidden));
        if (!tiedEmbeddings) {
            weights.add(Weight.of("lm_head.weight", vocabulary, hidden));
        }
        return List.copyOf(weights);
    }

    /** Number of parameters. */
    public long parameters() {
        return weights().stream().mapToLong(Weight::elements).sum();
    }
}
