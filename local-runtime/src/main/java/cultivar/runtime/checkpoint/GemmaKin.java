package cultivar.runtime.checkpoint;

import cultivar.runtime.checkpoint.Family.Biases;
import cultivar.runtime.checkpoint.Family.Head;
import cultivar.runtime.checkpoint.Family.Rotation;
import cultivar.runtime.checkpoint.Family.Windows;
import java.util.stream.Stream;

/** Gemma and its successors: norms with one plus a weight, embeddings scaled up by the root of their size. */
final class GemmaKin {
    private static final BlockSpec SANDWICH = new BlockSpec(
            false,
            "input_layernorm",
            "post_attention_layernorm",
            "pre_feedforward_layernorm",
            "post_feedforward_layernorm");

    private static final BlockSpec VAULT =
            new BlockSpec(false, "input_layernorm", null, "pre_feedforward_layernorm", null);

    private GemmaKin() {}

    static Stream<FamilyBuilder> all() {
        return Stream.of(
                gemma("gemma", "GemmaForCausalLM").number("num_key_value_heads", 16),
                gemma2("gemma2", "Gemma2ForCausalLM").block(SANDWICH),
                gemma2("vaultgemma", "VaultGemmaForCausalLM").block(VAULT),
                gemma3());
    }

    private static FamilyBuilder gemma(String type, String architecture) {
        return new FamilyBuilder(type, architecture)
                .number("head_dim", 256)
                .number("max_position_embeddings", 8192)
                .text("hidden_act", "gelu_pytorch_tanh")
                .norm(NormSpec.Style.RMS_PLUS_ONE, "rms_norm_eps", 1e-6)
                .biases(Biases.ATTENTION)
                .head(Head.GEMMA)
                .tied();
    }

    private static FamilyBuilder gemma2(String type, String architecture) {
        return gemma(type, architecture)
                .number("num_key_value_heads", 4)
                .text("hidden_activation", "gelu_pytorch_tanh")
                .number("query_pre_attn_scalar", 256)
                .number("attn_logit_softcapping", 50)
                .number("final_logit_softcapping", 30)
                .number("sliding_window", 4096)
                .number("sliding_window_pattern", 2)
                .windows(Windows.BY_TYPE);
    }

    private static FamilyBuilder gemma3() {
        return gemma2("gemma3_text", "Gemma3ForCausalLM")
                .number("vocab_size", 262208)
                .number("num_attention_heads", 8)
                .number("max_position_embeddings", 131072)
                .ignored("attn_logit_softcapping")
                .none("final_logit_softcapping")
                .number("rope_theta", 1e6)
                .number("rope_local_base_freq", 10000)
                .number("sliding_window_pattern", 6)
                .rotation(new Rotation(false, Rotation.Layers.ALL, Rotation.Tables.BY_TYPE))
                .block(SANDWICH)
                .queryKeyNorm(QueryKeyNorm.Kind.HEAD, "q_norm", "k_norm");
    }
}
