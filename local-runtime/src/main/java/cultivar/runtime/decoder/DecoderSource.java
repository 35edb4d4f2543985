package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.LayerSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the TorchScript program of a decoder. What a model fixes (sizes, epsilon, which modules carry LoRA) is written
 * into the source as literals; weights come in as lists in the order of {@link DecoderSpec#weights()}, LoRA tensors as
 * {@code A, B} pairs in the order of {@link LoraLayout}.
 *
 * <p>Shapes: {@code ids [B,T]}, {@code cos, sin [tables,T,dimensions]}, masks {@code [T,S]} of what a position sees,
 * caches {@code [B,keyValueHeads,S,headSize]}.
 */
final class DecoderSource {
    /** Layers that are alike and carry LoRA on the same modules share a method. */
    private record Kind(LayerSpec layer, List<String> targets) {}

    private final DecoderSpec spec;
    private final LoraLayout layout;
    private final double dropout;
    private final ProgramText out = new ProgramText();
    private final List<Kind> kinds;
    private final List<Integer> windows;

    private DecoderSource(DecoderSpec spec, LoraLayout layout, double dropout) {
        this.spec = spec;
        this.layout = layout;
        this.dropout = dropout;
        this.kinds = IntStream.range(0, spec.layers())
                .mapToObj(this::kind)
                .distinct()
                .toList();
        this.windows =
                spec.layerSpecs().stream().map(LayerSpec::window).distinct().toList();
    }

    /**
     * @param layout the linear modules that carry LoRA
     * @param dropout the share of a LoRA input that is dropped in {@code loss}
     */
    static String of(DecoderSpec spec, LoraLayout layout, double dropout) {
        DecoderSource source = new DecoderSource(spec, layout, dropout);
        source.lora();
        source.rotate();
        source.heads();
        source.attend();
        source.windows.forEach(source::mask);
        for (Kind kind : source.kinds) {
            LayerSource layer = new LayerSource(spec, kind.layer(), kind.targets(), source.out);
            layer.write(source.method(kind, false), false);
            layer.write(source.method(kind, true), true);
        }
        source.whole(false);
        source.whole(true);
        source.entryPoints();
        return source.out.toString();
    }

    private Kind kind(int layer) {
        return new Kind(spec.layerSpecs().get(layer), layout.layers().get(layer));
    }

    private String method(Kind kind, boolean cached) {
        return (cached ? "cached_layer" : "layer") + kinds.indexOf(kind);
    }

    private void lora() {
        out.method("lora", "y: Tensor, x: Tensor, a: Tensor, b: Tensor, scale: Tensor", "Tensor");
        out.line("x0 = " + (dropout > 0 ? "torch.dropout(x, " + dropout + ", True)" : "x"));
        out.line("return torch.add(y, torch.linear(torch.mul(torch.linear(x0, a), scale), b))");
    }

    /** Turns the first dimensions of {@code x [B,heads,T,headSize]}. */
    private void rotate() {
        int dimensions = spec.rotary().dimensions();
        boolean whole = dimensions == spec.headSize();
        out.method("rotate", "x: Tensor, cos: Tensor, sin: Tensor", "Tensor");
        out.line("x0 = " + (whole ? "x" : "torch.slice(x, -1, 0, " + dimensions + ")"));
        if (spec.rotary().interleaved()) {
            out.line("left = torch.slice(x0, -1, 0, " + dimensions + ", 2)");
            out.line("right = torch.slice(x0, -1, 1, " + dimensions + ", 2)");
            out.line("turned = torch.flatten(torch.stack([torch.neg(right), left], -1), -2)");
        } else {
            out.line("left = torch.slice(x0, -1, 0, " + dimensions / 2 + ")");
            out.line("right = torch.slice(x0, -1, " + dimensions / 2 + ", " + dimensions + ")");
            out.line("turned = torch.cat([torch.neg(right), left], -1)");
        }
        out.line("y = torch.add(torch.mul(x0, cos), torch.mul(turned, sin))");
        out.line("return "
                + (whole
                        ? "y"
                        : "torch.cat([y, torch.slice(x, -1, " + dimensions + ", " + spec.headSize() + ")], -1)"));
    }

    private void heads() {
        out.method("split", "x: Tensor, n: int", "Tensor");
        out.line("return torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), n, " + spec.headSize() + "])");
        out.method("spread", "x: Tensor", "Tensor");
        int groups = spec.heads() / spec.keyValueHeads();
        if (groups == 1) {
            out.line("return x");
        } else {
            // Repeated by hand: scaled_dot_product_attention's enable_gqa leaves the fast path on a CPU.
            out.line("wide = torch.expand(torch.unsqueeze(x, 2), [-1, -1, " + groups + ", -1, -1])");
            out.line("return torch.reshape(wide, [torch.size(x, 0), " + spec.heads() + ", torch.size(x, 2), "
                    + spec.headSize() + "])");
        }
    }

    /** Attention under a mask; without one every position sees those before it, and a single one everything. */
    private void attend() {
        double scale = spec.attention().scale();
        double cap = spec.attention().softCap();
        out.method("attend", "q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]", "Tensor");
        if (cap == 0) {
            out.line("causal = torch.__and__(torch.__is__(mask, None), torch.gt(torch.size(q, 2), 1))");
            out.line("return torch.scaled_dot_product_attention(q, k, v, mask, 0., causal, scale=" + scale + ")");
        } else {
            out.line("s = torch.mul(torch.matmul(q, torch.transpose(k, 2, 3)), " + scale / cap + ")");
            out.line("s1 = torch.mul(torch.tanh(s), " + cap + ")");
            out.line("if torch.__is__(mask, None):");
            out.inner("s2 = s1");
            out.line("else:");
            out.inner("mask0 = unchecked_cast(Tensor, mask)");
            out.inner("s2 = torch.masked_fill(s1, torch.bitwise_not(mask0), -inf)");
            out.line("return torch.matmul(torch.softmax(s2, -1), v)");
        }
    }

    /**
     * What {@code n} positions from {@code start} on see of those from {@code first} on: none later, and none further
     * back than the window. No mask where plain causal attention is the same.
     */
    private void mask(int window) {
        out.method("first" + window, "start: int", "int");
        out.line("return " + (window == 0 ? "0" : "ops.prim.max(0, torch.sub(start, " + (window - 1) + "))"));
        out.method("mask" + window, "ids: Tensor, start: int", "Optional[Tensor]");
        out.line("n = torch.size(ids, 1)");
        String near = window == 0 ? "True" : "torch.le(n, " + window + ")";
        // A soft cap is applied by hand, and so is its mask; else the attention itself knows the plain causal one.
        String plain = spec.attention().softCap() == 0 ? "torch.__and__(torch.eq(start, 0), " + near + ")" : "False";
        out.line("if torch.__or__(torch.eq(n, 1), " + plain + "):");
        out.inner("seen : Optional[Tensor] = None");
        out.line("else:");
        out.inner("end = torch.add(start, n)");
        out.inner("rows = torch.unsqueeze(" + range("start") + ", 1)");
        out.inner("columns = " + range("(self).first" + window + "(start, )"));
        out.inner("past = torch.le(columns, rows)");
        out.inner("seen = "
                + (window == 0 ? "past" : "torch.__and__(past, torch.gt(columns, torch.sub(rows, " + window + ")))"));
        out.line("return seen");
    }

    private static String range(String from) {
        return "torch.arange(" + from + ", end, dtype=None, layout=None, device=ops.prim.device(ids))";
    }

    /** All layers and the last norm; {@code hidden [B,T,hidden]}. */
    private void whole(boolean cached) {
        out.method(
                cached ? "cached_hidden" : "hidden",
                "ids: Tensor, cos: Tensor, sin: Tensor, "
                        + (cached ? "start: int, K: List[Tensor], V: List[Tensor], " : "")
                        + "W: List[Tensor], L: List[Tensor], S: List[Tensor]",
                "Tensor");
        double scale = spec.scales().embedding();
        String embedded = "torch.embedding(W[0], ids)";
        out.line("x = " + (scale == 1 ? embedded : "torch.mul(" + embedded + ", " + scale + ")"));
        for (int window : windows) {
            out.line("mask" + window + " = (self).mask" + window + "(ids, " + (cached ? "start" : "0") + ", )");
        }
        for (int table = 0; table < spec.rotary().tables().size(); table++) {
            out.line("cos" + table + " = torch.select(cos, 0, " + table + ")");
            out.line("sin" + table + " = torch.select(sin, 0, " + table + ")");
        }
        out.line("growth = torch.select(cos, 0, -1)");
        for (int layer = 0; layer < spec.layers(); layer++) {
            layer(layer, cached);
        }
        int last = afterLayers();
        String weight = spec.norm().style().weight() ? "W[" + last + "]" : null;
        String bias = spec.norm().style().bias() ? "W[" + (last + 1) + "]" : null;
        out.line("return " + NormSource.of(spec.norm(), "x", spec.hidden(), weight, bias));
    }

    private void layer(int layer, boolean cached) {
        Kind kind = kind(layer);
        int perLayer = spec.layerWeights().size();
        int first = 1 + layer * perLayer;
        int module = layout.before(layer);
        int end = layout.before(layer + 1);
        int table = Math.max(0, kind.layer().rope());
        out.line("x = (self)." + method(kind, cached) + "(x, cos" + table + ", sin" + table + ", growth, mask"
                + kind.layer().window() + ", " + (cached ? "K[" + layer + "], V[" + layer + "], start, " : "")
                + part("W", first, first + perLayer) + part("L", 2 * module, 2 * end) + part("S", module, end) + ")");
    }

    private static String part(String list, int from, int to) {
        return "torch.slice(" + list + ", " + from + ", " + to + ", 1), ";
    }

    /** The index of the first weight after the layers. */
    private int afterLayers() {
        return 1 + spec.layers() * spec.layerWeights().size();
    }

    private void head() {
        int at = afterLayers()
                + (spec.norm().style().weight() ? 1 : 0)
                + (spec.norm().style().bias() ? 1 : 0);
        String weight = spec.tiedEmbeddings() ? "W[0]" : "W[" + at++ + "]";
        @Nullable String bias = spec.headBias() ? "W[" + at + "]" : null;
        out.method("head", "x: Tensor, W: List[Tensor]", "Tensor");
        out.line("y = torch.linear(x, " + weight + (bias == null ? "" : ", " + bias) + ")");
        double scale = spec.scales().logit();
        if (scale != 1) {
            out.line("y = torch.mul(y, " + scale + ")");
        }
        double cap = spec.scales().logitCap();
        if (cap != 0) {
            out.line("y = torch.mul(torch.tanh(torch.div(y, " + cap + ")), " + cap + ")");
        }
        out.line("return y");
    }

    private void entryPoints() {
        head();
        // Negative log-likelihood [N] of targets [N] after the flat positions rows [N]: logits exist for those alone.
        out.method(
                "loss",
                "ids: Tensor, cos: Tensor, sin: Tensor, rows: Tensor, targets: Tensor, S: List[Tensor], "
                        + "W: List[Tensor], L: List[Tensor]",
                "Tensor");
        out.line("x = (self).hidden(ids, cos, sin, W, L, S, )");
        out.line("flat = torch.index_select(torch.reshape(x, [-1, " + spec.hidden() + "]), 0, rows)");
        out.line("return torch.cross_entropy_loss((self).head(flat, W, ), targets, None, 0, -100, 0.)");
        // Logits [B,vocabulary] after the last position, writing keys and values into the caches from at on.
        out.method(
                "next",
                "ids: Tensor, cos: Tensor, sin: Tensor, at: Tensor, S: List[Tensor], "
                        + "K: List[Tensor], V: List[Tensor], W: List[Tensor], L: List[Tensor]",
                "Tensor");
        out.line("x = (self).cached_hidden(ids, cos, sin, int(at), K, V, W, L, S, )");
        out.line("return (self).head(torch.select(x, 1, -1), W, )");
    }
}
