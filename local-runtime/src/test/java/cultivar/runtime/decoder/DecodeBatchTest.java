package cultivar.runtime.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.SmallDecoder;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.torch.Kernels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each sequence of a batch goes on as it would alone, whoever else is there. */
class DecodeBatchTest {
    private static final int LENGTH = 40;
    /** Enough for products of many rows, which processors compute in another way than those of some. */
    private static final int MOST = 12;

    /** Programs for slabs of all rows or some, as their modules become more, and for each alone. */
    private static final int FEW = 12;

    private static final int[] RANKS = {4, 6, 8, 16, 24, 32, 64};

    private final Random random = new Random(5);

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
                "\"model_type\": \"phi3\"",
                "\"model_type\": \"qwen2\"",
                "\"model_type\": \"qwen3\", \"head_dim\": 16",
                "\"model_type\": \"olmo\", \"clip_qkv\": 0.4",
                "\"model_type\": \"ministral3\", \"head_dim\": 16, \"rope_parameters\": {\"rope_type\": \"yarn\","
                        + " \"factor\": 4.0, \"llama_4_scaling_beta\": 0.1, \"original_max_position_embeddings\": 16,"
                        + " \"rope_theta\": 1e4}"
            })
    void rowsThatComeAndGoAnswerAsAlone(String keys) {
        try (Decoder decoder = SmallDecoder.of(keys);
                DecodeBatch batch = new DecodeBatch(decoder)) {
            List<@Nullable LoraAdapter> adapters = new ArrayList<>();
            adapters.add(null);
            for (int rank : RANKS) {
                adapters.add(adapter(decoder, LoraConfig.allLinear(rank)));
            }
            adapters.add(adapter(decoder, new LoraConfig(8, 16, 0, List.of(LoraConfig.ALL_LINEAR), false, true)));
            String module = decoder.spec().modules().getFirst();
            adapters.add(adapter(decoder, new LoraConfig(8, 4, 0, List.of(module))));
            LoraAdapter merged = adapter(decoder, LoraConfig.allLinear(12));
            merged.tensors().merge(decoder.merged(merged.tensors()));
            adapters.add(merged);
            comeAndGo(decoder, batch, adapters, 60);
            adapters.stream().filter(adapter -> adapter != null).forEach(LoraAdapter::close);
        }
    }

    @Test
    void aBatchThatIsClearedTakesOthers() {
        try (Decoder decoder = SmallDecoder.of("\"model_type\": \"llama\"");
                DecodeBatch batch = new DecodeBatch(decoder)) {
            List<@Nullable LoraAdapter> base = Collections.singletonList(null);
            comeAndGo(decoder, batch, base, 20);
            batch.clear();
            assertThat(batch.size()).isZero();
            assertThat(batch.room()).isZero();
            comeAndGo(decoder, batch, base, 20);
        }
    }

    /** An adapter that has the batch for itself is computed in another way than beside others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"model_type\": \"llama\", \"tie_word_embeddings\": true",
                "\"model_type\": \"gemma2\", \"sliding_window\": 4, \"head_dim\": 12, \"attn_logit_softcapping\": 2.0",
                "\"model_type\": \"phi\"",
                "\"model_type\": \"phi3\"",
                "\"model_type\": \"qwen2\""
            })
    void aRowByItselfAnswersAsWithoutABatch(String keys) {
        try (Decoder decoder = SmallDecoder.of(keys);
                DecodeBatch batch = new DecodeBatch(decoder)) {
            String module = decoder.spec().modules().getFirst();
            for (LoraConfig config : List.of(
                    LoraConfig.allLinear(6),
                    new LoraConfig(6, 4, 0, List.of(module)),
                    new LoraConfig(6, 12, 0, List.of(LoraConfig.ALL_LINEAR), false, true))) {
                try (LoraAdapter adapter = adapter(decoder, config)) {
                    aloneAndInABatch(decoder, batch, adapter, 2e-4f);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowByItselfAnswersAsWithoutABatchHoweverTheBaseIsHeld(BaseType type) {
        try (Decoder exact = SmallDecoder.of("\"model_type\": \"llama\"")) {
            Kernels own = exact.torch().kernels();
            // A card has no kernel for int4.
            for (Kernels kernels : type == BaseType.INT4 ? List.of(own) : List.of(own, Kernels.OF_CARD)) {
                try (Decoder decoder = Rehold.as(exact, type, kernels);
                        DecodeBatch batch = new DecodeBatch(decoder);
                        LoraAdapter adapter = adapter(decoder, LoraConfig.allLinear(6))) {
                    aloneAndInABatch(decoder, batch, adapter, type == BaseType.FLOAT32 ? 2e-4f : 0.05f);
                }
            }
        }
    }

    private void aloneAndInABatch(Decoder decoder, DecodeBatch batch, LoraAdapter adapter, float most) {
        try (KeyValueCache cache = decoder.cache(LENGTH)) {
            Sequence sequence = new Sequence(adapter);
            sequence.ids.addAll(List.of(3, 1, 4));
            prompt(decoder, cache, sequence.all(), sequence.lora());
            batch.join(cache, sequence.lora());
            for (int step = 0; step < 10; step++) {
                together(decoder, batch, List.of(sequence), most);
            }
            batch.leave(0);
        }
    }

    @Test
    void rowsOfOneRankAnswerAsAlone() {
        try (Decoder decoder = SmallDecoder.of("\"model_type\": \"llama\"");
                DecodeBatch batch = new DecodeBatch(decoder)) {
            List<@Nullable LoraAdapter> adapters = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                adapters.add(adapter(decoder, LoraConfig.allLinear(8)));
            }
            comeAndGo(decoder, batch, adapters, 60);
            assertThat(batch.slabBytes()).isPositive();
            adapters.forEach(LoraAdapter::close);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"model_type\": \"llama\"", "\"model_type\": \"phi3\"", "\"model_type\": \"phi\""})
    void rowsOfDifferingModulesAnswerAsAloneWithFewPrograms(String keys) {
        try (Decoder decoder = SmallDecoder.of(keys);
                DecodeBatch batch = new DecodeBatch(decoder)) {
            List<@Nullable LoraAdapter> adapters = new ArrayList<>();
            adapters.add(null);
            List<String> modules = decoder.spec().modules();
            for (int i = 0; i < modules.size(); i++) {
                List<String> two = List.of(modules.get(i), modules.get((i + 3) % modules.size()));
                adapters.add(adapter(decoder, new LoraConfig(8, 16, 0, two)));
            }
            comeAndGo(decoder, batch, adapters, 80);
            assertThat(batch.programs()).isLessThanOrEqualTo(FEW);
            adapters.stream().filter(adapter -> adapter != null).forEach(LoraAdapter::close);
        }
    }

    @Test
    void modulesThatNoRowHasAnyMoreGoAfterAWhile() {
        try (Decoder decoder = SmallDecoder.of("\"model_type\": \"llama\", \"max_position_embeddings\": 600");
                DecodeBatch batch = new DecodeBatch(decoder);
                LoraAdapter one = adapter(decoder, new LoraConfig(8, 16, 0, List.of("q_proj")));
                LoraAdapter other = adapter(decoder, new LoraConfig(8, 16, 0, List.of("down_proj")));
                LoraAdapter all = adapter(decoder, LoraConfig.allLinear(8))) {
            List<Sequence> rows = new ArrayList<>();
            for (LoraAdapter adapter : List.of(one, other, all)) {
                Sequence sequence = new Sequence(adapter);
                sequence.ids.add(7);
                try (KeyValueCache cache = decoder.cache(1)) {
                    prompt(decoder, cache, sequence.all(), sequence.lora());
                    batch.join(cache, sequence.lora());
                }
                rows.add(sequence);
            }
            together(decoder, batch, rows);
            batch.leave(2);
            rows.removeLast();
            together(decoder, batch, rows);
            long before = batch.slabBytes();
            for (int step = 0; step < 2 * SlabModules.STEPS; step++) {
                batch.next(new int[] {step % 5, step % 7});
                rows.get(0).ids.add(step % 5);
                rows.get(1).ids.add(step % 7);
            }
            together(decoder, batch, rows);
            assertThat(batch.slabBytes()).isPositive().isLessThan(before);
        }
    }

    @Test
    void roomComesAndGoesWithTheRows() {
        try (Decoder decoder = SmallDecoder.of("\"model_type\": \"llama\"");
                DecodeBatch batch = new DecodeBatch(decoder);
                KeyValueCache cache = decoder.cache(LENGTH)) {
            prompt(decoder, cache, new int[] {1, 2, 3}, null);
            assertThat(batch.room()).isZero();
            for (int i = 0; i < 5; i++) {
                batch.join(cache, null);
            }
            assertThat(batch.room()).isEqualTo(8 * 128);
            assertThat(batch.room(List.of(4, 4, 4, 4, 4, 128, 129, 1000))).isEqualTo(8 * 128 + 256 + 1024);
            while (batch.size() > 2) {
                batch.leave(0);
            }
            assertThat(batch.room()).isEqualTo(4 * 128);
            batch.fit();
            assertThat(batch.room()).as("where there is no room to spare").isEqualTo(2 * 128);
            batch.leave(1);
            batch.leave(0);
            assertThat(batch.room()).isZero();
        }
    }

    /** Each grows through several banks, out of which the others have gone or not. */
    @Test
    void longRowsBesideShortOnesAnswerAsAlone() {
        try (Decoder decoder = SmallDecoder.of("\"model_type\": \"llama\", \"max_position_embeddings\": 600");
                DecodeBatch batch = new DecodeBatch(decoder)) {
            List<Sequence> rows = new ArrayList<>();
            for (int length : new int[] {3, 120, 250, 7, 121, 300}) {
                Sequence sequence = new Sequence(null);
                random.ints(length, 0, SmallDecoder.VOCABULARY).forEach(sequence.ids::add);
                try (KeyValueCache cache = decoder.cache(length)) {
                    prompt(decoder, cache, sequence.all(), null);
                    batch.join(cache, null);
                }
                rows.add(sequence);
            }
            for (int step = 0; step < 12; step++) {
                together(decoder, batch, rows);
                if (step == 8) {
                    batch.leave(1);
                    rows.set(1, rows.getLast());
                    rows.removeLast();
                }
            }
            assertThat(batch.room()).isEqualTo(4 * 128 + 2 * 256 + 2 * 512);
        }
    }

    /** As in builds for Apple's processors, or where it was found to be wrong. */
    @Test
    void rowsAnswerAsAloneWithoutOneDnn() {
        try (Decoder with = SmallDecoder.of("\"model_type\": \"llama\"")) {
            try (Decoder without = Rehold.as(with, BaseType.FLOAT32, new Kernels(true, false, false));
                    DecodeBatch batch = new DecodeBatch(without)) {
                comeAndGo(with, batch, Collections.singletonList(null), 20);
            }
        }
    }

    /** At the borders between the ways in which processors multiply so many rows. */
    @ParameterizedTest
    @ValueSource(ints = {7, 8, 95, 96, 127, 128})
    void aPromptIsReadAtOnceAsTokenByToken(int length) {
        try (Decoder decoder = SmallDecoder.of("\"model_type\": \"qwen2\", \"max_position_embeddings\": 600");
                LoraAdapter adapter = adapter(decoder, LoraConfig.allLinear(8));
                KeyValueCache atOnce = decoder.cache(length);
                KeyValueCache byToken = decoder.cache(length)) {
            int[] ids = random.ints(length, 0, SmallDecoder.VOCABULARY).toArray();
            float[] last = {};
            for (int id : ids) {
                last = prompt(decoder, byToken, new int[] {id}, adapter.tensors());
            }
            assertThat(prompt(decoder, atOnce, ids, adapter.tensors())).containsExactly(last, within(2e-4f));
        }
    }

    private static final class Sequence {
        private final @Nullable LoraAdapter adapter;
        private final List<Integer> ids = new ArrayList<>();

        Sequence(@Nullable LoraAdapter adapter) {
            this.adapter = adapter;
        }

        @Nullable
        LoraTensors lora() {
            return adapter == null ? null : adapter.tensors();
        }

        int[] all() {
            return ids.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    private void comeAndGo(
            Decoder decoder, DecodeBatch batch, List<? extends @Nullable LoraAdapter> adapters, int steps) {
        List<Sequence> rows = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            while (rows.size() < MOST && random.nextInt(3) > 0) {
                Sequence sequence = new Sequence(adapters.get(random.nextInt(adapters.size())));
                random.ints(1 + random.nextInt(9), 0, SmallDecoder.VOCABULARY).forEach(sequence.ids::add);
                try (KeyValueCache cache = decoder.cache(LENGTH)) {
                    prompt(decoder, cache, sequence.all(), sequence.lora());
                    assertThat(batch.join(cache, sequence.lora())).isEqualTo(rows.size());
                }
                rows.add(sequence);
            }
            if (!rows.isEmpty()) {
                together(decoder, batch, rows);
            }
            for (int row = rows.size() - 1; row >= 0; row--) {
                if (rows.get(row).ids.size() == LENGTH - 1 || random.nextInt(8) == 0) {
                    batch.leave(row);
                    rows.set(row, rows.getLast());
                    rows.removeLast();
                }
            }
        }
    }

    private void together(Decoder decoder, DecodeBatch batch, List<Sequence> rows) {
        together(decoder, batch, rows, 2e-4f);
    }

    private void together(Decoder decoder, DecodeBatch batch, List<Sequence> rows, float most) {
        int[] next = random.ints(rows.size(), 0, SmallDecoder.VOCABULARY).toArray();
        float[][] logits = batch.next(next);
        for (int row = 0; row < rows.size(); row++) {
            Sequence sequence = rows.get(row);
            sequence.ids.add(next[row]);
            assertThat(logits[row])
                    .as("row %d of %d after %d tokens", row, rows.size(), sequence.ids.size())
                    .containsExactly(alone(decoder, sequence), within(most));
        }
    }

    private static float[] alone(Decoder decoder, Sequence sequence) {
        try (KeyValueCache cache = decoder.cache(sequence.ids.size())) {
            return prompt(decoder, cache, sequence.all(), sequence.lora());
        }
    }

    private static float[] prompt(Decoder decoder, KeyValueCache cache, int[] ids, @Nullable LoraTensors lora) {
        try (PtNDManager scope = decoder.torch().scope()) {
            return decoder.torch().read(decoder.next(ids, cache, lora, scope));
        }
    }

    private LoraAdapter adapter(Decoder decoder, LoraConfig config) {
        return RandomAdapter.of(decoder, config, random);
    }
}
