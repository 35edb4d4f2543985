package cultivar.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What cannot be run is refused by the name of the key or of the architecture. */
class RefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mixtral     | \"architectures\": [\"MixtralForCausalLM\"]          | architecture MixtralForCausalLM",
                "qwen3_moe   | \"architectures\": [\"Qwen3MoeForCausalLM\"]         | architecture Qwen3MoeForCausalLM",
                "qwen2_vl    | \"text_config\": {\"model_type\": \"qwen2\"}         | architecture qwen2_vl",
                "gemma3      | \"text_config\": {\"model_type\": \"llama\"}         | architecture gemma3",
                "llama       | \"architectures\": [\"LlamaForSequenceClassification\"] |"
                        + " LlamaForSequenceClassification",
                "gpt2        | \"architectures\": [\"GPT2LMHeadModel\"]             | architecture GPT2LMHeadModel",
                "llama       | \"quantization_config\": {\"quant_method\": \"gptq\"} | quantization_config to gptq",
                "llama       | \"hidden_act\": \"xielu\"                            | hidden_act to xielu",
                "gemma2      | \"hidden_activation\": \"mish\"                      | hidden_activation to mish",
                "llama       | \"rope_scaling\": {\"type\": \"mrope\"}              | rope_type to mrope",
                "llama       | \"rope_scaling\": {\"type\": \"linear\"}             | lacks the number factor",
                "llama       | \"rope_scaling\": {\"type\": \"yarn\"}               | lacks the number factor",
                "llama       | \"rope_scaling\": {\"rope_type\": \"longrope\"}      | numbers of short_factor",
                "llama       | \"partial_rotary_factor\": 0.5                       | partial_rotary_factor to 0.5",
                "llama       | \"head_dim\": 15                                     | head_dim to 15",
                "llama       | \"num_key_value_heads\": 3                           | num_key_value_heads to 3",
                "llama       | \"rope_parameters\": {\"llama_4_scaling_beta\": 0.1} | llama_4_scaling_beta to 0.1",
                "ministral3  | \"head_dim\": 16                                     | lacks rope_parameters",
                "gemma3_text | \"use_bidirectional_attention\": true                | use_bidirectional_attention",
                "qwen3       | \"use_sliding_window\": true, \"layer_types\": [\"linear_attention\"] | layer_types",
                "gemma2      | \"layer_types\": [\"chunked_attention\", \"a\", \"b\", \"c\"] | layer_types to chunked",
                "mistral     | \"sliding_window\": \"wide\"                         | sliding_window to \"wide\"",
                "stablelm    | \"qk_layernorm\": true                               | qk_layernorm to true",
                "llama       | \"hidden_size\": 0                                   | lacks a positive hidden_size",
                "llama       | \"num_hidden_layers\": 2147483647                    | num_hidden_layers to 2147483647",
                "llama       | \"rms_norm_eps\": \"small\"                          | rms_norm_eps to \"small\"",
                "llama       | \"tie_word_embeddings\": 1                           | tie_word_embeddings to 1"
            })
    void namesWhatItCannotRun(String type, String keys, String said) {
        ObjectNode config = Configs.of(type, keys);
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> DecoderSpec.of(config))
                .withMessageContaining(said)
                .matches(e -> !String.valueOf(e.getMessage()).contains("\n"), "one line");
    }
}
