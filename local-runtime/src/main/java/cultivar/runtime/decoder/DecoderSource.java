package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.LayerSpec;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.torch.Kernels;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes the TorchScript program of a decoder. What a model fixes (sizes, epsilon, which modules carry LoRA) is written
 * into the source as literals; weights come in as lists in the order of {@link WeightLayout}, LoRA tensors
 * module by module in the order of {@link LoraLayout}.
 *
 * <p>Shapes, for {@code N} tokens: {@code ids [N]}, {@code cos, sin [tables,N,1,dimensions]}, hidden states
 * {@code [N,hidden]}, caches {@code [2,1,keyValueHeads,capacity,headSize]}.
 */
final class DecoderSource {
    /** Layers that are alike and carry LoRA on the same modules share their methods. */
    private record Kind(LayerSpec layer, List<String> targets) {}

    private final DecoderSpec spec;
    private final LoraLayout layout;
    private final double dropout;
    private final WeightLayout weights;
    private final MatrixSource matrices;
    private final ProgramText out = new ProgramText();
    private final List<Kind> kinds;
    private final List<Integer> windows;

    private DecoderSource(DecoderSpec spec, BaseType type, Kernels kernels, LoraLayout layout, double dropout) {
        this.spec = spec;
        this.layout = layout;
        this.dropout = dropout;
        this.weights = new WeightLayout(spec, type);
        this.matrices = new MatrixSource(type, kernels);
        this.kinds = kinds(spec, layout).stream().distinct().toList();
        this.windows =
                spec.layerSpecs().stream().map(LayerSpec::window).distinct().toList();
    }

    /**
     * @param type how the weights are held
     * @param kernels what the machine that runs it offers
     * @param layout the linear modules that carry LoRA
     * @param dropout the share of a LoRA input that is dropped
     */
    static String of(DecoderSpec spec, BaseType type, Kernels kernels, LoraLayout layout, double dropout) {
        DecoderSource source = new DecoderSource(spec, type, kernels, layout, dropout);
        source.matrices.methods(source.out);
        LoraSource.methods(dropout, source.matrices, source.out);
        new AttentionSource(spec, source.matrices, source.out).methods(source.windows);
        new HeadSource(spec, source.weights, source.matrices, source.out).methods();
        source.kinds.forEach(source::layers);
        source.integers();
        source.hidden();
        source.finish();
        source.next();
        source.cache();
        return source.out.toString();
    }

    /** The names of the methods that run each layer over whole rows by itself. */
    static List<String> layerMethods(DecoderSpec spec, LoraLayout layout) {
        List<Kind> kinds = kinds(spec, layout);
        List<Kind> distinct = kinds.stream().distinct().toList();
        return kinds.stream().map(kind -> "alone" + distinct.indexOf(kind)).toList();
    }

    /** The method that measures the norms of a layer, given the one that runs it by itself. */
    static String measure(String alone) {
        return "measure_" + alone;
    }

    private static List<Kind> kinds(DecoderSpec spec, LoraLayout layout) {
        return IntStream.range(0, spec.layers())
                .mapToObj(layer ->
                        new Kind(spec.layerSpecs().get(layer), layout.layers().get(layer)))
                .toList();
    }

    private Kind kind(int layer) {
        return new Kind(spec.layerSpecs().get(layer), layout.layers().get(layer));
    }

    private int number(int layer) {
        return kinds.indexOf(kind(layer));
    }

    private void layers(Kind kind) {
        int number = kinds.indexOf(kind);
        LoraSource lora = new LoraSource(layout.dora(), kind.targets(), dropout, matrices, out);
        LayerSource layer = new LayerSource(spec, kind.layer(), weights, matrices, lora, out);
        if (layout.dora() && !kind.targets().isEmpty()) {
            layer.measure(measure("alone" + number), lora);
        }
        layer.overRows("layer" + number);
        layer.overCache("cached_layer" + number);
        layer.single("single_layer" + number);
        out.method(
                "alone" + number,
                "x: Tensor, cos: Tensor, sin: Tensor, lengths: Tensor, W: List[Tensor], L: List[Tensor], "
                        + "S: List[Tensor]",
                "Tensor");
        out.line("rows = (self).integers(lengths, )");
        int table = Math.max(0, kind.layer().rope());
        out.line("mask = (self).mask" + kind.layer().window() + "(x, ops.prim.max(rows), 0, )");
        out.line("return (self).layer" + number + "(x, torch.select(cos, 0, " + table + "), torch.select(sin, 0, "
                + table + "), torch.select(cos, 0, -1), mask, rows, W, L, S, )");
    }

    private void integers() {
        out.method("integers", "values: Tensor", "List[int]");
        out.line("all = annotate(List[int], [])");
        out.line("for i in range(torch.size(values, 0)):");
        out.inner("_0 = torch.append(all, int(torch.select(values, 0, i)))");
        out.line("return all");
    }

    /** All layers over whole rows, then the last norm at the given places: {@code [M,hidden]}. */
    private void hidden() {
        out.method(
                "hidden",
                "ids: Tensor, cos: Tensor, sin: Tensor, lengths: Tensor, places: Tensor, "
                        + "S: List[Tensor], W: List[Tensor], L: List[Tensor]",
                "Tensor");
        out.line("rows = (self).integers(lengths, )");
        out.line("x = (self).embed(ids, W, )");
        tables(spec, out);
        masks("ops.prim.max(rows)", "0");
        for (int layer = 0; layer < spec.layers(); layer++) {
            layer(layer, "layer", mask(layer) + "rows, ");
        }
        out.line("return (self).finish(x, places, W, )");
    }

    private void masks(String tokens, String start) {
        for (int window : windows) {
            out.line("mask" + window + " = (self).mask" + window + "(ids, " + tokens + ", " + start + ", )");
        }
    }

    private String mask(int layer) {
        return "mask" + spec.layerSpecs().get(layer).window() + ", ";
    }

    /** Takes the tables of the rotary embedding apart. */
    static void tables(DecoderSpec spec, ProgramText out) {
        for (int table = 0; table < spec.rotary().tables().size(); table++) {
            out.line("cos" + table + " = torch.select(cos, 0, " + table + ")");
            out.line("sin" + table + " = torch.select(sin, 0, " + table + ")");
        }
        out.line("growth = torch.select(cos, 0, -1)");
    }

    private void layer(int layer, String method, String arguments) {
        Kind kind = kind(layer);
        int module = layout.before(layer);
        int end = layout.before(layer + 1);
        int table = Math.max(0, kind.layer().rope());
        out.line("x = (self)." + method + number(layer) + "(x, cos" + table + ", sin" + table + ", growth, " + arguments
                + part("W", weights.firstOf(layer), weights.firstOf(layer + 1))
                + part("L", layout.tensorsPerModule() * module, layout.tensorsPerModule() * end)
                + part("S", layout.givenPerModule() * module, layout.givenPerModule() * end) + ")");
    }

    /** A part of a list as an argument. */
    static String part(String list, int from, int to) {
        return "torch.slice(" + list + ", " + from + ", " + to + ", 1), ";
    }

    /** The last norm, of all it is given and of the given places. */
    private void finish() {
        out.method("finish", "x: Tensor, places: Tensor, W: List[Tensor]", "Tensor");
        out.line("return (self).normed(torch.index_select(x, 0, places), W, )");
        normed(spec, weights, matrices, out);
    }

    /** Writes the last norm, of all it is given. */
    static void normed(DecoderSpec spec, WeightLayout weights, MatrixSource matrices, ProgramText out) {
        out.method("normed", "x: Tensor, W: List[Tensor]", "Tensor");
        WeightLayout.Place weight = weights.namedOrNull(spec.root() + spec.finalNorm() + ".weight");
        WeightLayout.Place bias = weights.namedOrNull(spec.root() + spec.finalNorm() + ".bias");
        out.line("return "
                + new NormSource(spec.norm(), matrices)
                        .of(
                                "x",
                                spec.hidden(),
                                weight == null ? null : weight.tensor(0),
                                bias == null ? null : bias.tensor(0)));
    }

    /** Logits {@code [1,vocabulary]} after the last token, writing keys and values into the caches from {@code start} on. */
    private void next() {
        String parameters = "ids: Tensor, cos: Tensor, sin: Tensor, start: int, S: List[Tensor], "
                + "C: List[Tensor], W: List[Tensor], L: List[Tensor]";
        out.method("next", parameters, "Tensor");
        begin();
        masks("torch.size(ids, 0)", "start");
        for (int layer = 0; layer < spec.layers(); layer++) {
            layer(layer, "cached_layer", mask(layer) + caches(layer));
        }
        out.line("return (self).logits((self).normed(torch.slice(x, 0, -1), W, ), W, )");
        out.method("next_single", parameters, "Tensor");
        begin();
        for (int layer = 0; layer < spec.layers(); layer++) {
            layer(layer, "single_layer", caches(layer));
        }
        out.line("return (self).single_logits((self).normed(x, W, ), W, )");
    }

    private void begin() {
        out.line("x = (self).embed(ids, W, )");
        tables(spec, out);
    }

    private static String caches(int layer) {
        return "C[" + layer + "], start, ";
    }

    /** An empty cache of one layer, in the type that the decoder computes in. */
    private void cache() {
        out.method("cache", "like: Tensor, capacity: Tensor", "Tensor");
        out.line("return torch.zeros([2, 1, " + spec.keyValueHeads() + ", int(capacity), " + spec.headSize()
                + "], dtype=" + matrices.type() + ", layout=None, device=ops.prim.device(like))");
    }
}
