package cultivar.runtime.checkpoint;

import cultivar.runtime.checkpoint.Family.Biases;
import cultivar.runtime.checkpoint.Family.Modules;
import cultivar.runtime.checkpoint.Family.Rotation;
import cultivar.runtime.checkpoint.Family.Windows;
import java.util.List;
import java.util.stream.Stream;

/** Families that normalise by the root mean square, before or after each part. */
final class LlamaKin {
    /** Only what attention and MLP add is normalised. */
    private static final BlockSpec POST =
            new BlockSpec(false, null, "post_attention_layernorm", null, "post_feedforward_layernorm");

    private static final BlockSpec GLM4 = new BlockSpec(
            false, "input_layernorm", "post_self_attn_layernorm", "post_attention_layernorm", "post_mlp_layernorm");

    private static final Modules FUSED_GATE =
            new Modules(Modules.LLAMA.attentionInputs(), "o_proj", List.of("gate_up_proj"), "down_proj", true);

    private static final Modules FUSED =
            new Modules(List.of("qkv_proj"), "o_proj", List.of("gate_up_proj"), "down_proj", true);

    private static final Modules WITHOUT_GATE =
            new Modules(Modules.LLAMA.attentionInputs(), "o_proj", List.of("up_proj"), "down_proj", false);

    private LlamaKin() {}

    static Stream<FamilyBuilder> all() {
        return Stream.of(
                new FamilyBuilder("llama", "LlamaForCausalLM"),
                smolLm3(),
                mistral("mistral", "MistralForCausalLM").number("sliding_window", 4096),
                mistral("ministral", "MinistralForCausalLM").number("sliding_window", 4096),
                ministral3(),
                qwen("qwen2", "Qwen2ForCausalLM").biases(new Biases(Biases.YES, Biases.NO, Biases.NO)),
                qwen("qwen3", "Qwen3ForCausalLM")
                        .number("head_dim", 128)
                        .biases(Biases.ATTENTION)
                        .queryKeyNorm(QueryKeyNorm.Kind.HEAD, "q_norm", "k_norm"),
                phi3(),
                olmo2("olmo2", "Olmo2ForCausalLM"),
                olmo3(),
                granite(),
                glm("glm", "GlmForCausalLM"),
                glm("glm4", "Glm4ForCausalLM").block(GLM4),
                helium(),
                exaone4(),
                seedOss(),
                ernie(),
                hunyuan(),
                arcee());
    }

    private static FamilyBuilder smolLm3() {
        return new FamilyBuilder("smollm3", "SmolLM3ForCausalLM")
                .number("num_key_value_heads", 4)
                .number("max_position_embeddings", 32768)
                .number("rope_theta", 2e6)
                .none("no_rope_layers")
                .number("no_rope_layer_interval", 4)
                .flag("use_sliding_window", false)
                .none("sliding_window")
                .windows(Windows.WITHOUT_ROPE)
                .rotation(new Rotation(false, Rotation.Layers.LISTED, Rotation.Tables.SHARED))
                .tied();
    }

    private static FamilyBuilder mistral(String type, String architecture) {
        return new FamilyBuilder(type, architecture)
                .number("num_key_value_heads", 8)
                .number("max_position_embeddings", 131072)
                .windows(Windows.ALL)
                .biases(Biases.NONE);
    }

    private static FamilyBuilder ministral3() {
        return mistral("ministral3", "Ministral3ForCausalLM")
                .number("head_dim", 128)
                .number("rms_norm_eps", 1e-5)
                .number("max_position_embeddings", 262144)
                .none("sliding_window")
                .none(RopeReader.POSITION_SCALE);
    }

    private static FamilyBuilder qwen(String type, String architecture) {
        return new FamilyBuilder(type, architecture)
                .number("num_key_value_heads", 32)
                .number("max_position_embeddings", 32768)
                .flag("use_sliding_window", false)
                .number("sliding_window", 4096)
                .number("max_window_layers", 28)
                .windows(Windows.FROM_LAYER);
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
                .modules(FUSED);
    }

    private static FamilyBuilder olmo2(String type, String architecture) {
        return new FamilyBuilder(type, architecture)
                .number("rms_norm_eps", 1e-5)
                .biases(Biases.ATTENTION)
                .block(POST)
                .queryKeyNorm(QueryKeyNorm.Kind.WIDTH, "q_norm", "k_norm");
    }

    private static FamilyBuilder olmo3() {
        return olmo2("olmo3", "Olmo3ForCausalLM")
                .number("rope_theta", 500000)
                .number("sliding_window", 4096)
                .number("sliding_window_pattern", 4)
                .windows(Windows.BY_TYPE)
                .rotation(new Rotation(false, Rotation.Layers.ALL, Rotation.Tables.BY_TYPE));
    }

    private static FamilyBuilder granite() {
        return new FamilyBuilder("granite", "GraniteForCausalLM")
                .number("embedding_multiplier", 1)
                .number("attention_multiplier", 1)
                .number("residual_multiplier", 1)
                .number("logits_scaling", 1);
    }

    private static FamilyBuilder glm(String type, String architecture) {
        return new FamilyBuilder(type, architecture)
                .number("num_key_value_heads", 2)
                .number("head_dim", 128)
                .number("max_position_embeddings", 131072)
                .number("rms_norm_eps", 1.5625e-7)
                .number("partial_rotary_factor", 0.5)
                .flag("attention_bias", true)
                .biases(new Biases("attention_bias", Biases.NO, Biases.NO))
                .rotation(Rotation.INTERLEAVED)
                .modules(FUSED_GATE);
    }

    private static FamilyBuilder helium() {
        return new FamilyBuilder("helium", "HeliumForCausalLM")
                .number("num_key_value_heads", 20)
                .number("head_dim", 128)
                .number("max_position_embeddings", 4096)
                .number("rms_norm_eps", 1e-8)
                .number("rope_theta", 100000)
                .biases(new Biases("attention_bias", Biases.NO, "mlp_bias"))
                .rotation(Rotation.INTERLEAVED);
    }

    private static FamilyBuilder exaone4() {
        return new FamilyBuilder("exaone4", "Exaone4ForCausalLM")
                .number("num_key_value_heads", 32)
                .number("rms_norm_eps", 1e-5)
                .number("sliding_window", 4096)
                .number("sliding_window_pattern", 4)
                .windows(Windows.BY_TYPE)
                .rotation(new Rotation(false, Rotation.Layers.SLIDING, Rotation.Tables.SHARED))
                .biases(Biases.NONE)
                .block(POST)
                .queryKeyNorm(QueryKeyNorm.Kind.HEAD, "q_norm", "k_norm");
    }

    private static FamilyBuilder seedOss() {
        return new FamilyBuilder("seed_oss", "SeedOssForCausalLM")
                .number("num_key_value_heads", 8)
                .number("head_dim", 128)
                .number("max_position_embeddings", 524288)
                .flag("attention_bias", true)
                .flag("attention_out_bias", false)
                .biases(new Biases("attention_bias", "attention_out_bias", "mlp_bias"));
    }

    private static FamilyBuilder ernie() {
        return new FamilyBuilder("ernie4_5", "Ernie4_5ForCausalLM")
                .number("num_key_value_heads", 2)
                .number("head_dim", 128)
                .number("max_position_embeddings", 131072)
                .number("rms_norm_eps", 1e-5)
                .number("rope_theta", 500000)
                .flag("use_bias", false)
                .biases(new Biases("use_bias", "use_bias", "use_bias"))
                .rotation(Rotation.INTERLEAVED)
                .tied();
    }

    private static FamilyBuilder hunyuan() {
        return new FamilyBuilder("hunyuan_v1_dense", "HunYuanDenseV1ForCausalLM")
                .number("rms_norm_eps", 1e-5)
                .none(RopeReader.BASE_SCALE)
                .biases(Biases.ATTENTION)
                .queryKeyNormAfterRope(QueryKeyNorm.Kind.HEAD, "query_layernorm", "key_layernorm");
    }

    private static FamilyBuilder arcee() {
        return new FamilyBuilder("arcee", "ArceeForCausalLM")
                .number("rms_norm_eps", 1e-5)
                .number("max_position_embeddings", 4096)
                .text("hidden_act", "relu2")
                .modules(WITHOUT_GATE);
    }
}
