package cultivar.runtime.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.Engine;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.WeightSource;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.torch.Kernels;
import cultivar.runtime.torch.Torch;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The programs that a card gets, run by the processor, which minds the types of tensors just as much. Where tensors lie is
 * looked up in the text: whatever is made without another tensor's like has to say on which device.
 */
class CardProgramTest {
    private static final Kernels CARD = Kernels.OF_CARD;
    private static final Pattern MADE = Pattern.compile("torch\\.(arange|zeros|ones|empty|full|tensor|rand)\\(");
    private static final int LENGTH = 24;
    private static final int VOCABULARY = 40;

    private static final List<String> MODELS = List.of(
            "\"model_type\": \"llama\", \"attention_bias\": true",
            "\"model_type\": \"gemma2\", \"sliding_window\": 4, \"head_dim\": 12, \"attn_logit_softcapping\": 2.0",
            "\"model_type\": \"qwen3\", \"head_dim\": 16, \"tie_word_embeddings\": true",
            "\"model_type\": \"cohere2\", \"sliding_window\": 6, \"sliding_window_pattern\": 2",
            "\"model_type\": \"olmo2\"",
            "\"model_type\": \"phi\"",
            "\"model_type\": \"ministral3\", \"head_dim\": 16, \"rope_parameters\": {\"rope_type\": \"yarn\","
                    + " \"factor\": 4.0, \"llama_4_scaling_beta\": 0.1, \"original_max_position_embeddings\": 16,"
                    + " \"rope_theta\": 1e4}");

    private final Torch torch = Engine.start().torch();

    static Stream<Arguments> modelsAndTypes() {
        return MODELS.stream()
                .flatMap(model -> Arrays.stream(BaseType.values())
                        // The other one is for processors.
                        .filter(BaseType::trainable)
                        .map(type -> Arguments.of(model, type)));
    }

    @ParameterizedTest
    @MethodSource("modelsAndTypes")
    void namesNoOperatorOfTheProcessorAndEveryDevice(String keys, BaseType type) {
        DecoderSpec spec = spec(keys);
        for (LoraLayout layout : List.of(layout(spec, false), layout(spec, true))) {
            String source = DecoderSource.of(spec, type, CARD, layout, 0.1);
            assertThat(source).doesNotContain("mkldnn", "int8pack");
            assertThat(source.lines().filter(line -> MADE.matcher(line).find()))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("device=ops.prim.device("));
        }
    }

    @ParameterizedTest
    @MethodSource("modelsAndTypes")
    void agreesWithTheProcessor(String keys, BaseType type) {
        DecoderSpec spec = spec(keys);
        int[] ids = new Random(3).ints(LENGTH, 0, VOCABULARY).toArray();
        PackedRows rows = PackedRows.of(
                List.of(new PackedRows.Row(ids, 1), new PackedRows.Row(Arrays.copyOfRange(ids, 3, 14), 1)));
        Torch.prepareThread(false);
        try (Decoder decoder = decoder(spec, type, CARD);
                Decoder exact = decoder(spec, BaseType.FLOAT32, torch.kernels());
                LoraTensors lora = lora(spec, false)) {
            double most = most(type);
            float[] losses = decoder.score(rows, lora);
            float[] expected = exact.score(rows, lora);
            for (int i = 0; i < losses.length; i++) {
                assertThat(losses[i]).isCloseTo(expected[i], within((float) most));
            }
            piecesAgree(decoder, ids, lora, losses, most / 2);
            piecesAgree(exact, ids, lora, expected, 1e-4);
        }
    }

    /** A text in pieces against the losses of the same text at once. */
    private void piecesAgree(Decoder decoder, int[] ids, LoraTensors lora, float[] losses, double most) {
        try (KeyValueCache cache = decoder.cache(LENGTH);
                PtNDManager scope = torch.scope()) {
            int at = 0;
            for (int piece : new int[] {5, 1, 1, 7, 1}) {
                float[] logits = decoder.next(Arrays.copyOfRange(ids, at, at + piece), cache, lora, scope)
                        .toFloatArray();
                at += piece;
                assertThat(loss(logits, ids[at])).isCloseTo(losses[at - 1], within(most));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modelsAndTypes")
    void learnsInTheSameDirection(String keys, BaseType type) {
        DecoderSpec spec = spec(keys);
        int[] ids = new Random(4).ints(LENGTH, 0, VOCABULARY).toArray();
        PackedRows rows = PackedRows.of(List.of(new PackedRows.Row(ids, 6), new PackedRows.Row(ids, 1)));
        for (boolean dora : new boolean[] {false, true}) {
            try (Decoder decoder = decoder(spec, type, CARD);
                    Decoder exact = decoder(spec, BaseType.FLOAT32, torch.kernels())) {
                float[] expected = gradient(exact, rows, dora, false);
                assertThat(cosine(gradient(decoder, rows, dora, true), expected))
                        .isGreaterThan(0.9);
                if (!type.quantised()) {
                    assertThat(cosine(gradient(decoder, rows, dora, false), expected))
                            .isGreaterThan(0.9);
                }
            }
        }
    }

    private float[] gradient(Decoder decoder, PackedRows rows, boolean dora, boolean recompute) {
        try (LoraTensors lora = lora(decoder.spec(), dora)) {
            decoder.measure(lora);
            lora.startFromNorms();
            lora.tensors().forEach(tensor -> tensor.setRequiresGradient(true));
            new Backpropagation(decoder, lora, 0, recompute).run(rows, 1f / rows.labels(), 1);
            Torch.prepareThread(false);
            List<Float> all = new ArrayList<>();
            for (PtNDArray tensor : lora.tensors()) {
                for (float value : Torch.values(tensor.getGradient())) {
                    all.add(value);
                }
            }
            float[] values = new float[all.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = all.get(i);
            }
            return values;
        }
    }

    private static double cosine(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double product = 0;
        double sizeA = 0;
        double sizeB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            sizeA += (double) a[i] * a[i];
            sizeB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(sizeA * sizeB);
    }

    private static double most(BaseType type) {
        return switch (type) {
            case FLOAT32 -> 1e-4;
            case BFLOAT16 -> 0.1;
            case INT8 -> 0.15;
            case NF4, INT4 -> 0.8;
        };
    }

    private static double loss(float[] logits, int id) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - logits[id]);
        }
        return Math.log(sum);
    }

    private static LoraLayout layout(DecoderSpec spec, boolean dora) {
        String output = spec.attention().output().module();
        String down = spec.mlp().output().module();
        List<List<String>> layers = new ArrayList<>();
        for (int layer = 0; layer < spec.layers(); layer++) {
            layers.add(layer == 0 ? List.of(output) : List.of(output, down));
        }
        return new LoraLayout(layers, dora);
    }

    private LoraTensors lora(DecoderSpec spec, boolean dora) {
        PtNDManager owner = torch.scope();
        Random random = new Random(5);
        LoraLayout layout = layout(spec, dora);
        List<PtNDArray> tensors = new ArrayList<>();
        List<Double> scales = new ArrayList<>();
        for (List<String> modules : layout.layers()) {
            for (String module : modules) {
                tensors.add(random(owner, random, 2, spec.inputs(module)));
                tensors.add(random(owner, random, spec.outputs(module), 2));
                if (dora) {
                    tensors.add(Torch.zeros(owner, spec.outputs(module)));
                }
                scales.add(0.5);
            }
        }
        return new LoraTensors(owner, layout, tensors, scales);
    }

    private static PtNDArray random(PtNDManager owner, Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.1 * random.nextGaussian());
        }
        return Torch.floats(owner, values, rows, columns);
    }

    private Decoder decoder(DecoderSpec spec, BaseType type, Kernels kernels) {
        WeightSource source = (weight, floats) -> {
            Random random = new Random(weight.name().hashCode());
            for (long i = 0; i < weight.elements(); i++) {
                floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (0.1 * random.nextGaussian()));
            }
        };
        return new Decoder(torch, spec, Weights.load(torch, spec, source, type, kernels));
    }

    private static DecoderSpec spec(String keys) {
        JsonMapper json = JsonMapper.builder().build();
        ObjectNode config = json.readTree("""
            {"vocab_size": 40, "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2,
             "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 64}
            """).asObject();
        config.setAll(json.readTree("{" + keys + "}").asObject());
        return DecoderSpec.of(config);
    }
}
