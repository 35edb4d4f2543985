package cultivar.runtime.checkpoint;

import cultivar.runtime.checkpoint.Family.Biases;
import cultivar.runtime.checkpoint.Family.Head;
import cultivar.runtime.checkpoint.Family.Modules;
import cultivar.runtime.checkpoint.Family.Rotation;
import cultivar.runtime.checkpoint.Family.Windows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The architectures that can be run, each as data. Facts and defaults are those of transformers 5.
 */
final class Families {
    private static final BlockSpec SANDWICH = new BlockSpec(
            false,
            "input_layernorm",
            "post_attention_layernorm",
            "pre_feedforward_layernorm",
            "post_feedforward_layernorm");

    private static final Map<String, Family> BY_TYPE = byType();

    private Families() {}

    /** The family of a {@code model_type}, or null if it is not known. */
    static @Nullable Family ofType(String type) {
        return BY_TYPE.get(type);
    }

    /** The family of an architecture, or null if it is not known. */
    static @Nullable Family ofArchitecture(String name) {
        return BY_TYPE.values().stream()
                .filter(family -> family.architectures().contains(name))
                .findFirst()
                .orElse(null);
    }

    private static Map<String, Family> byType() {
        Map<String, Family> families = new LinkedHashMap<>();
        Stream.of(
                        new FamilyBuilder("llama", "LlamaForCausalLM"),
                        mistral("mistral", "MistralForCausalLM"),
                        mistral("ministral", "MinistralForCausalLM"),
                        qwen2(),
                        qwen3(),
                        gemma3(),
                        phi3())
                .map(FamilyBuilder::build)
                .forEach(family -> families.put(family.type(), family));
        return Map.copyOf(families);
    }

    private static FamilyBuilder mistral(String type, String architecture) {
        return new FamilyBuilder(type, architecture)
                .number("num_key_value_heads", 8)
                .number("max_position_embeddings", 131072)
                .number("sliding_window", 4096)
                .windows(Windows.ALL)
                .biases(Biases.NONE);
    }

    private static FamilyBuilder qwen2() {
        return new FamilyBuilder("qwen2", "Qwen2ForCausalLM")
                .number("num_key_value_heads", 32)
                .number("max_position_embeddings", 32768)
                .flag("use_sliding_window", false)
                .number("sliding_window", 4096)
                .number("max_window_layers", 28)
                .windows(Windows.FROM_LAYER)
                .biases(new Biases(Biases.YES, Biases.NO, Biases.NO));
    }

    private static FamilyBuilder qwen3() {
        return new FamilyBuilder("qwen3", "Qwen3ForCausalLM")
                .number("num_key_value_heads", 32)
                .number("head_dim", 128)
                .number("max_position_embeddings", 32768)
                .flag("use_sliding_window", false)
                .number("sliding_window", 4096)
                .number("max_window_layers", 28)
                .windows(Windows.FROM_LAYER)
                .biases(Biases.ATTENTION)
                .queryKeyNorm(QueryKeyNorm.Kind.HEAD, "q_norm", "k_norm");
    }

    private static FamilyBuilder gemma3() {
        return new FamilyBuilder("gemma3_text", "Gemma3ForCausalLM")
                .number("vocab_size", 262208)
                .number("num_attention_heads", 8)
                .number("num_key_value_heads", 4)
                .number("head_dim", 256)
                .number("max_position_embeddings", 131072)
                .number("query_pre_attn_scalar", 256)
                .none("attn_logit_softcapping")
                .none("final_logit_softcapping")
                .text("hidden_activation", "gelu_pytorch_tanh")
                .number("rope_theta", 1e6)
                .number("rope_local_base_freq", 10000)
                .number("sliding_window", 4096)
                .number("sliding_window_pattern", 6)
                .windows(Windows.BY_TYPE)
                .rotation(new Rotation(false, Rotation.Layers.ALL, Rotation.Tables.BY_TYPE))
                .norm(NormSpec.Style.RMS_PLUS_ONE, "rms_norm_eps", 1e-6)
                .block(SANDWICH)
                .queryKeyNorm(QueryKeyNorm.Kind.HEAD, "q_norm", "k_norm")
                .biases(Biases.ATTENTION)
                .head(Head.GEMMA)
                .tied();
    }

    private static FamilyBuilder phi3() {
        return new FamilyBuilder("phi3", "Phi3ForCausalLM")
                .number("rms_norm_eps", 1e-5)
                .number("max_position_embeddings", 4096)
                .number("original_max_position_embeddings", 4096)
                .number("partial_rotary_factor", 1)
                .none("sliding_window")
                .windows(Windows.ALL)
                .biases(Biases.NONE)
                .modules(new Modules(List.of("qkv_proj"), "o_proj", List.of("gate_up_proj"), "down_proj", true));
    }
}
