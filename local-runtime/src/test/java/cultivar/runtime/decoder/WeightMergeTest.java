package cultivar.runtime.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.SmallDecoder;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.torch.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An adapter that is merged answers as it does beside the base, and the base stays what it is. */
class WeightMergeTest {
    private static final int[] IDS =
            new Random(3).ints(20, 0, SmallDecoder.VOCABULARY).toArray();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"model_type\": \"llama\", \"tie_word_embeddings\": true",
                "\"model_type\": \"qwen2\"",
                "\"model_type\": \"phi3\"",
                "\"model_type\": \"phi\"",
                "\"model_type\": \"cohere2\", \"sliding_window\": 6, \"sliding_window_pattern\": 2"
            })
    void answersAsBesideTheBase(String keys) {
        try (Decoder decoder = SmallDecoder.of(keys);
                Decoder forCard = Rehold.as(decoder, BaseType.FLOAT32, Kernels.OF_CARD)) {
            String module = decoder.spec().modules().get(1);
            for (List<String> targets : List.of(List.of(LoraConfig.ALL_LINEAR), List.of(module))) {
                for (boolean dora : new boolean[] {false, true}) {
                    answersAsBesideTheBase(decoder, new LoraConfig(6, 9, 0, targets, false, dora));
                    answersAsBesideTheBase(forCard, new LoraConfig(6, 9, 0, targets, false, dora));
                }
            }
        }
    }

    private static void answersAsBesideTheBase(Decoder decoder, LoraConfig config) {
        float[] base = logits(decoder, null);
        try (LoraAdapter adapter = RandomAdapter.of(decoder, config, new Random(5))) {
            LoraTensors lora = adapter.tensors();
            float[] beside = logits(decoder, lora);
            Weights merged = decoder.merged(lora);
            assertThat(merged.bytes()).isEqualTo(decoder.mergedBytes(lora.layout()));
            lora.merge(merged);
            assertThat(logits(decoder, lora)).as("%s", config).containsExactly(beside, within(2e-4f));
            assertThat(logits(decoder, null)).containsExactly(base);
            lora.unmerge();
            assertThat(logits(decoder, lora)).containsExactly(beside);
        }
    }

    /** A processor takes matrices that read one input as one, so that all of them have to move. */
    @Test
    void takesMemoryForWhatChangesAndLiesInOneBlockWithIt() {
        try (Decoder decoder = SmallDecoder.of("\"model_type\": \"llama\"")) {
            assertThat(decoder.mergedBytes(LoraLayout.uniform(3, List.of("k_proj"))))
                    .isEqualTo(4L * 3 * (32 + 16 + 16) * 32);
            assertThat(decoder.mergedBytes(LoraLayout.uniform(3, List.of("down_proj"))))
                    .isEqualTo(4L * 3 * 48 * 32);
        }
    }

    @Test
    void aRoundedBaseTakesNoneIn() {
        try (Decoder exact = SmallDecoder.of("\"model_type\": \"llama\"")) {
            try (Decoder decoder = Rehold.as(exact, BaseType.INT8, exact.torch().kernels());
                    LoraAdapter adapter = RandomAdapter.of(decoder, LoraConfig.allLinear(4), new Random(5))) {
                assertThatThrownBy(() -> decoder.merged(adapter.tensors()))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("INT8");
            }
        }
    }

    /** After a prompt that is computed at once, and a token by itself. */
    private static float[] logits(Decoder decoder, @Nullable LoraTensors lora) {
        try (KeyValueCache cache = decoder.cache(IDS.length + 1);
                PtNDManager scope = decoder.torch().scope()) {
            float[] prompt = decoder.torch().read(decoder.next(IDS, cache, lora, scope));
            float[] token = decoder.torch().read(decoder.next(new int[] {7}, cache, lora, scope));
            float[] both = Arrays.copyOf(prompt, prompt.length + token.length);
            System.arraycopy(token, 0, both, prompt.length, token.length);
            return both;
        }
    }
}
