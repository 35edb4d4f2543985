package cultivar.runtime.checkpoint;

import cultivar.runtime.checkpoint.Family.Biases;
import cultivar.runtime.checkpoint.Family.Head;
import cultivar.runtime.checkpoint.Family.Modules;
import cultivar.runtime.checkpoint.Family.Rotation;
import cultivar.runtime.checkpoint.Family.Windows;
import java.util.List;
import java.util.stream.Stream;

/** Families with layer norms. */
final class LayerNormKin {
    private static final List<String> SEPARATE = Modules.LLAMA.attentionInputs();

    private LayerNormKin() {}

    static Stream<FamilyBuilder> all() {
        return Stream.of(olmo(), stableLm(), starcoder2(), phi(), nemotron(), cohere(), cohere2());
    }

    private static FamilyBuilder olmo() {
        return new FamilyBuilder("olmo", "OlmoForCausalLM")
                .none("clip_qkv")
                .norm(NormSpec.Style.LAYER_BARE, "", 1e-5)
                .biases(Biases.ATTENTION);
    }

    private static FamilyBuilder stableLm() {
        return new FamilyBuilder("stablelm", "StableLmForCausalLM")
                .number("num_key_value_heads", 32)
                .number("max_position_embeddings", 4096)
                .number("partial_rotary_factor", 0.25)
                .flag("use_parallel_residual", false)
                .flag("use_qkv_bias", false)
                .norm(NormSpec.Style.LAYER, "layer_norm_eps", 1e-5)
                .biases(new Biases("use_qkv_bias", Biases.NO, Biases.NO));
    }

    private static FamilyBuilder starcoder2() {
        return new FamilyBuilder("starcoder2", "Starcoder2ForCausalLM")
                .number("num_key_value_heads", 2)
                .number("max_position_embeddings", 4096)
                .text("hidden_act", "gelu_pytorch_tanh")
                .flag("use_bias", true)
                .none("sliding_window")
                .windows(Windows.ALL)
                .norm(NormSpec.Style.LAYER, "norm_epsilon", 1e-5)
                .biases(new Biases("use_bias", "use_bias", "use_bias"))
                .modules(new Modules(SEPARATE, "o_proj", List.of("c_fc"), "c_proj", false))
                .tied();
    }

    private static FamilyBuilder phi() {
        return new FamilyBuilder("phi", "PhiForCausalLM")
                .number("partial_rotary_factor", 0.5)
                .text("hidden_act", "gelu_new")
                .flag("qk_layernorm", false)
                .norm(NormSpec.Style.LAYER, "layer_norm_eps", 1e-5)
                .biases(new Biases(Biases.YES, Biases.YES, Biases.YES))
                .modules(new Modules(SEPARATE, "dense", List.of("fc1"), "fc2", false))
                .block(BlockSpec.PARALLEL)
                .queryKeyNorm(QueryKeyNorm.Kind.HEAD, "q_layernorm", "k_layernorm")
                .head(new Head(false, true, "final_layernorm"));
    }

    private static FamilyBuilder nemotron() {
        return new FamilyBuilder("nemotron", "NemotronForCausalLM")
                .number("max_position_embeddings", 4096)
                .number("partial_rotary_factor", 0.5)
                .text("hidden_act", "relu2")
                .norm(NormSpec.Style.LAYER_PLUS_ONE, "norm_eps", 1e-5)
                .modules(new Modules(SEPARATE, "o_proj", List.of("up_proj"), "down_proj", false));
    }

    private static FamilyBuilder cohere() {
        return cohere("cohere", "CohereForCausalLM")
                .number("rope_theta", 500000)
                .flag("use_qk_norm", false)
                .queryKeyNorm(QueryKeyNorm.Kind.EACH_HEAD, "q_norm", "k_norm");
    }

    private static FamilyBuilder cohere2() {
        return cohere("cohere2", "Cohere2ForCausalLM")
                .number("sliding_window", 4096)
                .number("sliding_window_pattern", 4)
                .windows(Windows.BY_TYPE)
                .rotation(new Rotation(true, Rotation.Layers.SLIDING_ONLY, Rotation.Tables.SHARED));
    }

    private static FamilyBuilder cohere(String type, String architecture) {
        return new FamilyBuilder(type, architecture)
                .number("max_position_embeddings", 8192)
                .number("logit_scale", 0.0625)
                .norm(NormSpec.Style.LAYER_WITHOUT_BIAS, "layer_norm_eps", 1e-5)
                .biases(Biases.ATTENTION)
                .block(BlockSpec.PARALLEL)
                .rotation(Rotation.INTERLEAVED)
                .tied();
    }
}
