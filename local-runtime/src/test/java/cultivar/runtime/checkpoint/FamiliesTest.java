package cultivar.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What is read from the {@code config.json} of each family, with its own defaults where a key is absent. */
class FamiliesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "arcee",
                "cohere",
                "cohere2",
                "ernie4_5",
                "exaone4",
                "gemma",
                "gemma2",
                "gemma3_text",
                "glm",
                "glm4",
                "granite",
                "helium",
                "hunyuan_v1_dense",
                "llama",
                "ministral",
                "ministral3",
                "mistral",
                "nemotron",
                "olmo",
                "olmo2",
                "olmo3",
                "phi",
                "phi3",
                "qwen2",
                "qwen3",
                "seed_oss",
                "smollm3",
                "stablelm",
                "starcoder2",
                "vaultgemma"
            })
    void everyFamilyIsReadFromItsSizesAlone(String type) {
        DecoderSpec spec = Configs.spec(type, "\"head_dim\": 16, \"rope_parameters\": {\"rope_type\": \"default\"}");
        assertThat(spec.layers()).isEqualTo(4);
        assertThat(LinearModules.KNOWN).containsAll(spec.modules());
        assertThat(LinearModules.inOrder(spec.modules())).isEqualTo(spec.modules());
        assertThat(spec.weights()).doesNotHaveDuplicates();
        assertThat(spec.weights().stream().map(DecoderSpec.Weight::name)).doesNotHaveDuplicates();
    }

    @Test
    void llama() {
        DecoderSpec spec = Configs.spec("llama", "\"attention_bias\": true");
        assertThat(spec.headSize()).isEqualTo(16);
        assertThat(spec.norm()).isEqualTo(new NormSpec(NormSpec.Style.RMS, 1e-6));
        assertThat(spec.tiedEmbeddings()).isFalse();
        assertThat(spec.attention().scale()).isEqualTo(0.25);
        assertThat(spec.layerSpecs()).containsOnly(new LayerSpec(0, 0));
        assertThat(names(spec))
                .startsWith("input_layernorm.weight", "post_attention_layernorm.weight", "self_attn.q_proj.weight")
                .contains("self_attn.o_proj.bias")
                .doesNotContain("mlp.up_proj.bias");
    }

    @Test
    void aNullCountsAsNoValueAndAnAbsentKeyAsTheDefault() {
        assertThat(Configs.spec("mistral", "\"sliding_window\": null").layerSpecs())
                .containsOnly(new LayerSpec(0, 0));
        assertThat(Configs.spec("mistral", "").layerSpecs()).containsOnly(new LayerSpec(4096, 0));
        assertThat(Configs.spec("qwen3", "").headSize()).isEqualTo(128);
        assertThat(Configs.spec("qwen3", "\"head_dim\": null").headSize()).isEqualTo(16);
    }

    @Test
    void mistralWithLayerTypes() {
        String types =
                "\"layer_types\": [\"full_attention\", \"sliding_attention\", \"full_attention\", \"full_attention\"]";
        assertThat(windows("mistral", types + ", \"sliding_window\": 8")).containsExactly(0, 8, 0, 0);
        assertThat(windows("ministral", types + ", \"sliding_window\": 8")).containsExactly(0, 8, 0, 0);
    }

    @Test
    void qwen2() {
        DecoderSpec spec = Configs.spec("qwen2", "\"sliding_window\": 8, \"max_window_layers\": 1");
        assertThat(names(spec)).contains("self_attn.v_proj.bias").doesNotContain("self_attn.o_proj.bias");
        assertThat(spec.layerSpecs()).containsOnly(new LayerSpec(0, 0));
        String used = "\"sliding_window\": 8, \"max_window_layers\": 1, \"use_sliding_window\": true";
        assertThat(windows("qwen2", used)).containsExactly(0, 8, 8, 8);
    }

    @Test
    void smolLm3LeavesOutRotation() {
        DecoderSpec spec = Configs.spec("smollm3", "");
        assertThat(spec.layerSpecs()).extracting(LayerSpec::rope).containsExactly(0, 0, 0, -1);
        assertThat(spec.tiedEmbeddings()).isTrue();
        assertThat(spec.rotary().tables()).containsExactly(new RopeSpec.Default(2e6));
        DecoderSpec listed = Configs.spec(
                "smollm3", "\"no_rope_layers\": [1, 0, 1, 1], \"use_sliding_window\": true, \"sliding_window\": 8");
        assertThat(listed.layerSpecs())
                .containsExactly(new LayerSpec(0, 0), new LayerSpec(8, -1), new LayerSpec(0, 0), new LayerSpec(0, 0));
    }

    @Test
    void gemma1() {
        DecoderSpec spec = Configs.spec("gemma", "\"hidden_act\": \"gelu\"");
        assertThat(spec.headSize()).isEqualTo(256);
        assertThat(spec.norm().style()).isEqualTo(NormSpec.Style.RMS_PLUS_ONE);
        assertThat(spec.mlp().activation()).isEqualTo(Activation.GELU_TANH);
        assertThat(spec.scales().embedding()).isEqualTo(8);
        assertThat(spec.tiedEmbeddings()).isTrue();
    }

    @Test
    void gemma2() {
        DecoderSpec spec = Configs.spec("gemma2", "\"query_pre_attn_scalar\": 64, \"sliding_window\": 8");
        assertThat(spec.attention().scale()).isEqualTo(0.125);
        assertThat(spec.attention().softCap()).isEqualTo(50);
        assertThat(spec.scales().logitCap()).isEqualTo(30);
        assertThat(spec.block().norms()).hasSize(4);
        assertThat(windows("gemma2", "\"sliding_window\": 8")).containsExactly(8, 0, 8, 0);
        assertThat(Configs.spec("gemma2", "\"attn_logit_softcapping\": null")
                        .attention()
                        .softCap())
                .isZero();
    }

    @Test
    void gemma3() {
        DecoderSpec spec = Configs.spec(
                "gemma3_text", "\"sliding_window\": 8, \"sliding_window_pattern\": 2, \"attn_logit_softcapping\": 9");
        assertThat(spec.layerSpecs())
                .containsExactly(new LayerSpec(8, 1), new LayerSpec(0, 0), new LayerSpec(8, 1), new LayerSpec(0, 0));
        assertThat(spec.attention().norm().kind()).isEqualTo(QueryKeyNorm.Kind.HEAD);
        // The family takes no soft cap of attention, whatever the file says.
        assertThat(spec.attention().softCap()).isZero();
    }

    @Test
    void theTextPartOfGemma3WithPictures() {
        DecoderSpec spec = DecoderSpec.of(JsonMapper.builder().build().readTree("""
            {"architectures": ["Gemma3ForConditionalGeneration"], "model_type": "gemma3",
             "text_config": {"model_type": "gemma3_text", "hidden_size": 2560, "intermediate_size": 10240,
               "num_hidden_layers": 34, "sliding_window": 1024,
               "rope_scaling": {"factor": 8.0, "rope_type": "linear"}}}
            """));
        assertThat(spec.vocabulary()).isEqualTo(262208);
        assertThat(spec.heads()).isEqualTo(8);
        assertThat(spec.keyValueHeads()).isEqualTo(4);
        assertThat(spec.headSize()).isEqualTo(256);
        assertThat(spec.maxPositions()).isEqualTo(131072);
        assertThat(spec.weights().getFirst().name()).isEqualTo("model.language_model.embed_tokens.weight");
        assertThat(spec.modulePath(3, "q_proj")).isEqualTo("model.language_model.layers.3.self_attn.q_proj");
        assertThat(spec.layerSpecs().get(5)).isEqualTo(new LayerSpec(0, 0));
        assertThat(spec.layerSpecs().get(6)).isEqualTo(new LayerSpec(1024, 1));
    }

    @Test
    void phi3FusesItsProjections() {
        DecoderSpec spec = Configs.spec("phi3", "");
        assertThat(spec.modules()).containsExactly("qkv_proj", "o_proj", "gate_up_proj", "down_proj");
        assertThat(spec.outputs("qkv_proj")).isEqualTo(128);
        assertThat(spec.outputs("gate_up_proj")).isEqualTo(192);
        assertThat(spec.norm().epsilon()).isEqualTo(1e-5);
    }

    @Test
    void olmo() {
        DecoderSpec one = Configs.spec("olmo", "\"clip_qkv\": 8.0");
        assertThat(one.attention().clip()).isEqualTo(8);
        assertThat(names(one)).doesNotContain("input_layernorm.weight");
        DecoderSpec two = Configs.spec("olmo2", "");
        assertThat(two.block().attentionIn()).isNull();
        assertThat(two.attention().norm().kind()).isEqualTo(QueryKeyNorm.Kind.WIDTH);
        assertThat(names(two)).contains("post_feedforward_layernorm.weight");
        assertThat(windows("olmo3", "\"sliding_window\": 8")).containsExactly(8, 8, 8, 0);
    }

    @Test
    void granite() {
        DecoderSpec spec = Configs.spec("granite", """
            "embedding_multiplier": 12, "attention_multiplier": 0.015625, "residual_multiplier": 0.22,
            "logits_scaling": 8\
            """);
        assertThat(spec.scales()).isEqualTo(new ScaleSpec(12, 0.22, 0.125, 0));
        assertThat(spec.attention().scale()).isEqualTo(0.015625);
    }

    @Test
    void cohere() {
        DecoderSpec spec = Configs.spec("cohere", "\"use_qk_norm\": true");
        assertThat(spec.block().parallel()).isTrue();
        assertThat(spec.norm().style()).isEqualTo(NormSpec.Style.LAYER_WITHOUT_BIAS);
        assertThat(spec.rotary().interleaved()).isTrue();
        assertThat(spec.scales().logit()).isEqualTo(0.0625);
        assertThat(spec.layerWeights()).contains(DecoderSpec.Weight.of("self_attn.q_norm.weight", 4, 16));
        assertThat(Configs.spec("cohere2", "\"sliding_window\": 8").layerSpecs())
                .extracting(LayerSpec::rope)
                .containsExactly(0, 0, 0, -1);
    }

    @Test
    void layerNormKin() {
        assertThat(Configs.spec("stablelm", "\"use_parallel_residual\": true").block())
                .isEqualTo(BlockSpec.PARALLEL);
        DecoderSpec phi = Configs.spec("phi", "");
        assertThat(phi.modules()).containsExactly("q_proj", "k_proj", "v_proj", "dense", "fc1", "fc2");
        assertThat(phi.weights().getLast().name()).isEqualTo("lm_head.bias");
        assertThat(phi.finalNorm()).isEqualTo("final_layernorm");
        DecoderSpec starcoder = Configs.spec("starcoder2", "\"norm_epsilon\": 1e-4");
        assertThat(starcoder.mlp().gated()).isFalse();
        assertThat(starcoder.norm()).isEqualTo(new NormSpec(NormSpec.Style.LAYER, 1e-4));
        assertThat(Configs.spec("nemotron", "").mlp().activation()).isEqualTo(Activation.RELU_SQUARED);
    }

    @Test
    void exaone4AndHunyuan() {
        assertThat(Configs.spec("exaone4", "\"sliding_window\": null").layerSpecs())
                .containsOnly(new LayerSpec(0, 0));
        assertThat(Configs.spec("exaone4", "\"sliding_window\": 8").layerSpecs())
                .containsExactly(new LayerSpec(8, 0), new LayerSpec(8, 0), new LayerSpec(8, 0), new LayerSpec(0, -1));
        DecoderSpec hunyuan = Configs.spec(
                "hunyuan_v1_dense", "\"rope_scaling\": {\"type\": \"dynamic\", \"alpha\": 1000.0, \"factor\": 1.0}");
        assertThat(hunyuan.attention().norm().afterRope()).isTrue();
        assertThat(hunyuan.rotary().tables().getFirst().theta())
                .isCloseTo(10000 * Math.pow(1000, 16 / 14.0), within(1e-3));
    }

    private static List<Integer> windows(String type, String keys) {
        return Configs.spec(type, keys).layerSpecs().stream()
                .map(LayerSpec::window)
                .toList();
    }

    private static List<String> names(DecoderSpec spec) {
        return spec.layerWeights().stream().map(DecoderSpec.Weight::name).toList();
    }
}
