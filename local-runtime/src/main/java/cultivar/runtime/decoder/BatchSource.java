package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.LayerSpec;
import cultivar.runtime.checkpoint.Linear;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.torch.Kernels;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes the TorchScript program that computes one token for each of {@code n} sequences at once: {@code ids [n]}, {@code
 * cos, sin [tables,n,1,dimensions]}, and what {@link BatchCache.Step} says of the caches.
 */
final class BatchSource {
    /**
     * What adapters add to a batch.
     *
     * @param layout the modules that they change; for {@link Kind#SLABS} those of any of them
     * @param buckets the different ranks of {@link Kind#SLABS}; 1 for the others
     */
    record Adapters(Kind kind, LoraLayout layout, int buckets) {
        /** How the rows' adapters are given. */
        enum Kind {
            /** The base alone, or one adapter with DoRA for all rows, as lists of its tensors. */
            ONE,
            /** One for all rows, joined. */
            JOINED,
            /** In slabs of one rank that hold all rows in their order. */
            WHOLE_SLABS,
            /** In slabs of several ranks, or of some of the rows. */
            SLABS
        }
    }

    private record Same(LayerSpec layer, List<String> targets) {}

    private final DecoderSpec spec;
    private final Adapters adapters;
    private final WeightLayout weights;
    private final MatrixSource matrices;
    private final ProgramText out = new ProgramText();
    private final List<Same> layers;
    private final List<Same> kinds;

    private BatchSource(DecoderSpec spec, BaseType type, Kernels kernels, Adapters adapters) {
        this.spec = spec;
        this.adapters = adapters;
        this.weights = new WeightLayout(spec, type);
        this.matrices = new MatrixSource(type, kernels);
        this.layers = IntStream.range(0, spec.layers())
                .mapToObj(layer -> new Same(
                        spec.layerSpecs().get(layer), adapters.layout().layers().get(layer)))
                .toList();
        this.kinds = layers.stream().distinct().toList();
    }

    static String of(DecoderSpec spec, BaseType type, Kernels kernels, Adapters adapters) {
        BatchSource source = new BatchSource(spec, type, kernels, adapters);
        source.matrices.methods(source.out);
        LoraSource.methods(0, source.matrices, source.out);
        AttentionSource attention = new AttentionSource(spec, source.matrices, source.out);
        List<Integer> windows = source.kinds.stream()
                .map(kind -> kind.layer().window())
                .distinct()
                .toList();
        boolean single = adapters.kind() == Adapters.Kind.JOINED;
        attention.methods(single ? windows : List.of());
        attention.batched(windows);
        HeadSource head = new HeadSource(spec, source.weights, source.matrices, source.out);
        head.embed();
        head.batchLogits();
        source.kinds.forEach(source::layer);
        DecoderSource.normed(spec, source.weights, source.matrices, source.out);
        source.next();
        if (single) {
            head.singleLogits();
            source.nextSingle();
        }
        return source.out.toString();
    }

    /** A layer's linear maps by the input that they read, in the order of use. */
    static List<List<Linear>> groups(DecoderSpec spec) {
        return List.of(
                spec.attention().inputs(),
                List.of(spec.attention().output()),
                spec.mlp().inputs(),
                List.of(spec.mlp().output()));
    }

    private AddedLora lora(List<String> targets) {
        if (targets.isEmpty()) {
            return AddedLora.NONE;
        }
        return switch (adapters.kind()) {
            case ONE -> new LoraSource(adapters.layout().dora(), targets, 0, matrices, out);
            case JOINED -> new JoinedSource(groups(spec), targets, matrices, out);
            case WHOLE_SLABS -> new SlabSource(groups(spec), targets, 1, true, matrices, out);
            case SLABS -> new SlabSource(groups(spec), targets, adapters.buckets(), false, matrices, out);
        };
    }

    private void layer(Same kind) {
        LayerSource layer = new LayerSource(spec, kind.layer(), weights, matrices, lora(kind.targets()), out);
        layer.batched("layer" + kinds.indexOf(kind));
        if (adapters.kind() == Adapters.Kind.JOINED) {
            layer.single("single_layer" + kinds.indexOf(kind));
        }
    }

    private void next() {
        out.method(
                "next",
                "ids: Tensor, cos: Tensor, sin: Tensor, order: Tensor, places: Tensor, longest: Tensor, "
                        + "at: List[Tensor], spots: List[Tensor], C: List[Tensor], W: List[Tensor], T: List[Tensor], "
                        + "R: List[Tensor]",
                "Tensor");
        out.line("x = (self).embed(ids, W, )");
        DecoderSource.tables(spec, out);
        out.line("banks = torch.len(at)");
        kinds.stream().map(kind -> kind.layer().window()).distinct().forEach(this::masks);
        for (int layer = 0; layer < spec.layers(); layer++) {
            layer(layer);
        }
        out.line("return (self).batch_logits((self).normed(x, W, ), W, )");
    }

    /** The same for one sequence by itself, whose caches {@code C} begin where its own are; as a decoder's {@code next_single}. */
    private void nextSingle() {
        out.method(
                "next_single",
                "ids: Tensor, cos: Tensor, sin: Tensor, start: int, R: List[Tensor], C: List[Tensor], W: List[Tensor], "
                        + "T: List[Tensor]",
                "Tensor");
        out.line("x = (self).embed(ids, W, )");
        DecoderSource.tables(spec, out);
        for (int layer = 0; layer < spec.layers(); layer++) {
            layer(layer, "single_layer", "C[" + layer + "], start, ");
        }
        out.line("return (self).single_logits((self).normed(x, W, ), W, )");
    }

    private void masks(int window) {
        out.line("masks" + window + " = annotate(List[Tensor], [])");
        out.line("for i in range(banks):");
        out.inner("_0 = torch.append(masks" + window + ", (self).batch_mask" + window
                + "(x, at[i], int(torch.select(longest, 0, i)), ))");
    }

    private void layer(int layer) {
        layer(
                layer,
                "layer",
                "torch.slice(C, torch.mul(banks, " + layer + "), torch.mul(banks, " + (layer + 1)
                        + "), 1), order, places, spots, masks"
                        + layers.get(layer).layer().window() + ", ");
    }

    private void layer(int layer, String method, String arguments) {
        Same kind = layers.get(layer);
        int table = Math.max(0, kind.layer().rope());
        out.line("x = (self)." + method + kinds.indexOf(kind) + "(x, cos" + table + ", sin" + table + ", growth, "
                + arguments
                + DecoderSource.part("W", weights.firstOf(layer), weights.firstOf(layer + 1))
                + lists(layer) + ")");
    }

    /** What a layer takes of the adapters: its part of {@code T}, and {@code R}. */
    private String lists(int layer) {
        LoraLayout layout = adapters.layout();
        if (adapters.kind() == Adapters.Kind.ONE) {
            int module = layout.before(layer);
            int end = layout.before(layer + 1);
            return DecoderSource.part("T", layout.tensorsPerModule() * module, layout.tensorsPerModule() * end)
                    + DecoderSource.part("R", layout.givenPerModule() * module, layout.givenPerModule() * end);
        }
        int first = tensors(layer);
        return DecoderSource.part("T", adapters.buckets() * first, adapters.buckets() * tensors(layer + 1)) + "R, ";
    }

    /** A bucket's tensors in the layers before a layer. */
    private int tensors(int layer) {
        boolean joined = adapters.kind() == Adapters.Kind.JOINED;
        return layers.subList(0, layer).stream()
                .map(same -> JoinedLora.touched(groups(spec), same.targets()))
                .mapToInt(touched -> joined ? 2 * touched.size() : SlabSource.tensors(touched))
                .sum();
    }
}
