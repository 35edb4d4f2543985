package cultivar.runtime.checkpoint;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The facts about an architecture that its {@code config.json} does not hold.
 *
 * @param type its {@code model_type}
 * @param architecture the name of its class
 * @param defaults every optional key that it understands, with the value where the file lacks it
 * @param epsilonKey the key of the norms' epsilon; empty where that is {@code 1e-5} always
 * @param biases which linear maps have a bias
 * @param modules the names of the linear maps
 */
record Family(
        String type,
        String architecture,
        JsonNode defaults,
        NormSpec.Style norm,
        String epsilonKey,
        BlockSpec block,
        QueryKeyNorm queryKeyNorm,
        Biases biases,
        Modules modules,
        Windows windows,
        Rotation rotation,
        Head head) {

    /**
     * Which linear maps have a bias: each is the key that says so, or {@link #YES} or {@link #NO}.
     *
     * @param input of the projections to queries, keys and values
     * @param output of the projection after attention
     * @param mlp of the feed-forward part
     */
    record Biases(String input, String output, String mlp) {
        static final String YES = "yes";
        static final String NO = "no";

        /** Keys {@code attention_bias} and {@code mlp_bias}, as Llama has them. */
        static final Biases BY_KEYS = new Biases("attention_bias", "attention_bias", "mlp_bias");

        /** The key {@code attention_bias} alone. */
        static final Biases ATTENTION = new Biases("attention_bias", "attention_bias", NO);

        static final Biases NONE = new Biases(NO, NO, NO);
    }

    /** The names of a layer's linear maps; {@code gated} is whether the MLP has a gate. */
    record Modules(
            List<String> attentionInputs,
            String attentionOutput,
            List<String> mlpInputs,
            String mlpOutput,
            boolean gated) {
        static final Modules LLAMA = new Modules(
                List.of("q_proj", "k_proj", "v_proj"), "o_proj", List.of("gate_proj", "up_proj"), "down_proj", true);
    }

    /** Which layers look back only as far as {@code sliding_window}. */
    enum Windows {
        NONE,
        /** All of them, or those that {@code layer_types} names. */
        ALL,
        /** Those that {@code layer_types} names; without it all but each {@code sliding_window_pattern}-th. */
        BY_TYPE,
        /** With {@code use_sliding_window} those that {@code layer_types} names, or from {@code max_window_layers} on. */
        FROM_LAYER,
        /** With {@code use_sliding_window} those without rotation. */
        WITHOUT_ROPE
    }

    /** @param interleaved whether neighbouring values make a pair */
    record Rotation(boolean interleaved, Layers layers, Tables tables) {
        static final Rotation HALVES = new Rotation(false, Layers.ALL, Tables.SHARED);
        static final Rotation INTERLEAVED = new Rotation(true, Layers.ALL, Tables.SHARED);

        /** Which layers turn queries and keys. */
        enum Layers {
            ALL,
            /** Those with a window, or all if none has one. */
            SLIDING,
            /** Those with a window alone. */
            SLIDING_ONLY,
            /** Those with a 1 in {@code no_rope_layers}. */
            LISTED
        }

        /** Which frequencies a layer takes. */
        enum Tables {
            SHARED,
            /** Layers with a window have plain ones, of base {@code rope_local_base_freq} if the family has that key. */
            BY_TYPE
        }
    }

    /**
     * What lies outside the layers.
     *
     * @param rootScale whether embedded tokens are multiplied by the square root of their size
     * @param bias whether the logits have a bias
     * @param finalNorm the name of the last norm
     */
    record Head(boolean rootScale, boolean bias, String finalNorm) {
        static final Head PLAIN = new Head(false, false, "norm");
        static final Head GEMMA = new Head(true, false, "norm");
    }
}
