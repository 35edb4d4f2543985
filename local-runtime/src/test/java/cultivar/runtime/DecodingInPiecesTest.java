package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.KeyValueCache;
import cultivar.runtime.decoder.PackedRows;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text that is fed in pieces through the cache is worth as much as one that is scored at once. */
class DecodingInPiecesTest {
    private static final int LENGTH = 24;
    private static final int VOCABULARY = SmallDecoder.VOCABULARY;

    private static final String LONG_ROPE = """
        "model_type": "phi3", "original_max_position_embeddings": 12, "rope_scaling": {"type": "longrope",
            "short_factor": [1, 1.5, 2, 3], "long_factor": [2, 3, 4, 6]}\
        """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"model_type\": \"llama\"",
                "\"model_type\": \"mistral\", \"sliding_window\": 5",
                "\"model_type\": \"gemma2\", \"sliding_window\": 4, \"head_dim\": 12, \"attn_logit_softcapping\": 2.0",
                "\"model_type\": \"gemma3_text\", \"sliding_window\": 3, \"sliding_window_pattern\": 2, \"head_dim\":"
                        + " 8",
                "\"model_type\": \"smollm3\", \"no_rope_layers\": [1, 0, 1]",
                "\"model_type\": \"cohere2\", \"sliding_window\": 6, \"sliding_window_pattern\": 2",
                "\"model_type\": \"olmo2\"",
                "\"model_type\": \"phi\"",
                "\"model_type\": \"qwen2\"",
                "\"model_type\": \"qwen3\", \"head_dim\": 16",
                "\"model_type\": \"olmo\", \"clip_qkv\": 0.4",
                "\"model_type\": \"cohere\", \"use_qk_norm\": true",
                "\"model_type\": \"llama\", \"hidden_size\": 36, \"intermediate_size\": 40, \"head_dim\": 6",
                "\"model_type\": \"ministral3\", \"head_dim\": 16, \"rope_parameters\": {\"rope_type\": \"yarn\","
                        + " \"factor\": 4.0, \"llama_4_scaling_beta\": 0.1, \"original_max_position_embeddings\": 16,"
                        + " \"rope_theta\": 1e4}",
                LONG_ROPE
            })
    void piecesAndWholeAgree(String keys) {
        int[] ids = ids();
        try (Decoder decoder = SmallDecoder.of(keys);
                KeyValueCache cache = decoder.cache(LENGTH);
                PtNDManager scope = decoder.torch().scope()) {
            int at = 0;
            for (int piece : new int[] {5, 1, 1, 7, 1, 4, 1, 1, 2}) {
                int end = at + piece;
                float[] logits = decoder.next(Arrays.copyOfRange(ids, at, end), cache, null, scope)
                        .toFloatArray();
                assertThat(negativeLogLikelihood(logits, ids[end]))
                        .as("after %d tokens", end)
                        .isCloseTo(loss(decoder, Arrays.copyOf(ids, end), ids[end]), within(1e-4));
                at = end;
            }
        }
    }

    @Test
    void nothingIsSeenBeyondTheWindow() {
        int[] ids = ids();
        int[] other = ids.clone();
        other[0] = (ids[0] + 1) % VOCABULARY;
        // Each of three layers reaches four tokens back: position 13 never learns of token 0, and position 11 does.
        try (Decoder decoder = SmallDecoder.of("\"model_type\": \"mistral\", \"sliding_window\": 5")) {
            assertThat(loss(decoder, Arrays.copyOf(ids, 14), 7)).isEqualTo(loss(decoder, Arrays.copyOf(other, 14), 7));
            assertThat(loss(decoder, Arrays.copyOf(ids, 12), 7))
                    .isNotEqualTo(loss(decoder, Arrays.copyOf(other, 12), 7));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"model_type\": \"mistral\", \"sliding_window\": 5",
                "\"model_type\": \"gemma2\", \"sliding_window\": 4, \"head_dim\": 12, \"attn_logit_softcapping\": 2.0"
            })
    void rowsOfABatchAreWorthAsMuchAsAlone(String keys) {
        PackedRows.Row row = new PackedRows.Row(ids(), 1);
        PackedRows.Row shorter = new PackedRows.Row(Arrays.copyOfRange(ids(), 3, 14), 1);
        try (Decoder decoder = SmallDecoder.of(keys)) {
            float[] both = decoder.score(PackedRows.of(List.of(row, shorter)), null);
            float[] first = decoder.score(PackedRows.of(List.of(row)), null);
            float[] second = decoder.score(PackedRows.of(List.of(shorter)), null);
            assertThat(Arrays.copyOf(both, first.length)).containsExactly(first, within(1e-5f));
            assertThat(Arrays.copyOfRange(both, first.length, both.length)).containsExactly(second, within(1e-5f));
        }
    }

    private static int[] ids() {
        return new Random(3).ints(LENGTH, 0, VOCABULARY).toArray();
    }

    /** Of the token after some others, as scoring has it. */
    private static double loss(Decoder decoder, int[] before, int next) {
        int[] whole = Arrays.copyOf(before, before.length + 1);
        whole[before.length] = next;
        PackedRows rows = PackedRows.of(List.of(new PackedRows.Row(whole, before.length)));
        // The token itself is no input, so that the text in sight is as long as it is for the cache.
        PackedRows inputs = new PackedRows(before, new int[] {before.length}, rows.labelled(), rows.targets());
        return decoder.score(inputs, null)[0];
    }

    private static double negativeLogLikelihood(float[] logits, int id) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - logits[id]);
        }
        return Math.log(sum);
    }
}
