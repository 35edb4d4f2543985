package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.DecoderSpec;
import java.util.List;

/**
 * Writes the TorchScript program of a decoder. What a model fixes (sizes, epsilon, which modules carry LoRA) is written
 * into the source as literals; weights come in as lists in the order of {@link DecoderSpec#weights()}, LoRA tensors as
 * {@code A, B} pairs in the order of {@link LoraLayout}.
 *
 * <p>Shapes: {@code ids [B,T]}, {@code cos, sin [T,headSize]} or {@code [B,1,T,headSize]}, {@code mask [B,1,T,S]}, caches
 * {@code [B,keyValueHeads,S,headSize]}.
 */
final class DecoderSource {
    private final DecoderSpec spec;
    private final LoraLayout layout;
    private final double dropout;
    private final StringBuilder out = new StringBuilder(8192);

    private DecoderSource(DecoderSpec spec, LoraLayout layout, double dropout) {
        this.spec = spec;
        this.layout = layout;
        this.dropout = dropout;
    }

    /**
     * @param layout the linear modules that carry LoRA
     * @param dropout the share of a LoRA input that is dropped in {@code loss}
     */
    static String of(DecoderSpec spec, LoraLayout layout, double dropout) {
        DecoderSource source = new DecoderSource(spec, layout, dropout);
        source.helpers();
        for (List<String> targets : layout.kinds()) {
            source.layer(false, targets);
            source.layer(true, targets);
        }
        source.whole(false);
        source.whole(true);
        source.entryPoints();
        return source.out.toString();
    }

    private void line(int depth, String text) {
        out.repeat(' ', 2 * depth).append(text).append('\n');
    }

    private void helpers() {
        line(1, "def norm(self: __torch__.K, x: Tensor, w: Tensor) -> Tensor:");
        line(2, "return torch.rms_norm(x, [" + spec.hidden() + "], w, " + spec.normEpsilon() + ")");
        line(1, "def lora(self: __torch__.K, y: Tensor, x: Tensor, a: Tensor, b: Tensor, scale: Tensor) -> Tensor:");
        if (dropout > 0) {
            line(2, "x0 = torch.dropout(x, " + dropout + ", True)");
        } else {
            line(2, "x0 = x");
        }
        line(2, "return torch.add(y, torch.linear(torch.mul(torch.linear(x0, a), scale), b))");
        int half = spec.headSize() / 2;
        line(1, "def rotate(self: __torch__.K, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:");
        line(2, "left = torch.slice(x, -1, 0, " + half + ")");
        line(2, "right = torch.slice(x, -1, " + half + ", " + spec.headSize() + ")");
        line(2, "turned = torch.cat([torch.neg(right), left], -1)");
        line(2, "return torch.add(torch.mul(x, cos), torch.mul(turned, sin))");
        line(1, "def heads(self: __torch__.K, x: Tensor, n: int) -> Tensor:");
        line(
                2,
                "return torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), n, " + spec.headSize()
                        + "]), 1, 2)");
        line(1, "def spread(self: __torch__.K, x: Tensor) -> Tensor:");
        int groups = spec.heads() / spec.keyValueHeads();
        if (groups == 1) {
            line(2, "return x");
        } else {
            // Repeated by hand: scaled_dot_product_attention's enable_gqa leaves the fast path on a CPU.
            line(2, "wide = torch.expand(torch.unsqueeze(x, 2), [-1, -1, " + groups + ", -1, -1])");
            line(
                    2,
                    "return torch.reshape(wide, [torch.size(x, 0), " + spec.heads() + ", torch.size(x, 2), "
                            + spec.headSize() + "])");
        }
    }

    /** Layers that carry LoRA on the same modules share a method. */
    private String layerMethod(boolean cached, List<String> targets) {
        return (cached ? "cached_layer" : "layer") + layout.kinds().indexOf(targets);
    }

    /**
     * One layer over its own weights {@code W}, LoRA tensors {@code L} and scales {@code S}; cached layers also take
     * their caches.
     */
    private void layer(boolean cached, List<String> targets) {
        line(
                1,
                "def " + layerMethod(cached, targets)
                        + "(self: __torch__.K, x: Tensor, cos: Tensor, sin: Tensor, "
                        + (cached ? "mask: Tensor, k_cache: Tensor, v_cache: Tensor, start: int, " : "")
                        + "W: List[Tensor], L: List[Tensor], S: List[Tensor]) -> Tensor:");
        Weights weights = new Weights();
        String inputNorm = weights.next();
        String outputNorm = weights.next();
        line(2, "h = (self).norm(x, " + inputNorm + ", )");
        linear("q", "h", "q_proj", weights, targets);
        linear("k", "h", "k_proj", weights, targets);
        linear("v", "h", "v_proj", weights, targets);
        line(2, "q1 = (self).rotate((self).heads(q, " + spec.heads() + ", ), cos, sin, )");
        line(2, "k1 = (self).rotate((self).heads(k, " + spec.keyValueHeads() + ", ), cos, sin, )");
        line(2, "v1 = (self).heads(v, " + spec.keyValueHeads() + ", )");
        if (cached) {
            line(2, "end = torch.add(start, torch.size(x, 1))");
            line(2, "_0 = torch.copy_(torch.slice(k_cache, 2, start, end), k1)");
            line(2, "_1 = torch.copy_(torch.slice(v_cache, 2, start, end), v1)");
            line(2, "k2 = (self).spread(torch.slice(k_cache, 2, 0, end), )");
            line(2, "v2 = (self).spread(torch.slice(v_cache, 2, 0, end), )");
            line(2, "a = torch.scaled_dot_product_attention(q1, k2, v2, mask)");
        } else {
            line(
                    2,
                    "a = torch.scaled_dot_product_attention(q1, (self).spread(k1, ), (self).spread(v1, ), None, 0.,"
                            + " True)");
        }
        line(
                2,
                "a1 = torch.reshape(torch.transpose(a, 1, 2), [torch.size(x, 0), torch.size(x, 1), "
                        + spec.heads() * spec.headSize() + "])");
        linear("o", "a1", "o_proj", weights, targets);
        line(2, "x1 = torch.add(x, o)");
        line(2, "h1 = (self).norm(x1, " + outputNorm + ", )");
        linear("g", "h1", "gate_proj", weights, targets);
        linear("u", "h1", "up_proj", weights, targets);
        line(2, "m = torch.mul(torch.silu(g), u)");
        linear("d", "m", "down_proj", weights, targets);
        line(2, "return torch.add(x1, d)");
    }

    private void linear(String name, String input, String module, Weights weights, List<String> targets) {
        String weight = weights.next();
        String arguments = spec.bias(module) ? weight + ", " + weights.next() : weight;
        line(2, name + " = torch.linear(" + input + ", " + arguments + ")");
        int at = targets.indexOf(module);
        if (at >= 0) {
            // The name is assigned twice: TorchScript reads the newer value from here on.
            line(
                    2,
                    name + " = (self).lora(" + name + ", " + input + ", L[" + 2 * at + "], L[" + (2 * at + 1) + "], S["
                            + at + "], )");
        }
    }

    /** Counts through the weights of one layer in the order of {@link DecoderSpec#weights()}. */
    private static final class Weights {
        private int at;

        String next() {
            return "W[" + at++ + "]";
        }
    }

    private int weightsPerLayer() {
        return 2
                + DecoderSpec.LINEAR_MODULES.stream()
                        .mapToInt(m -> spec.bias(m) ? 2 : 1)
                        .sum();
    }

    /** All layers and the last norm; {@code hidden [B,T,hidden]}. */
    private void whole(boolean cached) {
        line(
                1,
                "def " + (cached ? "cached_hidden" : "hidden")
                        + "(self: __torch__.K, ids: Tensor, cos: Tensor, sin: Tensor, "
                        + (cached ? "mask: Tensor, start: int, K: List[Tensor], V: List[Tensor], " : "")
                        + "W: List[Tensor], L: List[Tensor], S: List[Tensor]) -> Tensor:");
        line(2, "x = torch.embedding(W[0], ids)");
        int perLayer = weightsPerLayer();
        for (int layer = 0; layer < spec.layers(); layer++) {
            int first = 1 + layer * perLayer;
            String weights = "torch.slice(W, " + first + ", " + (first + perLayer) + ", 1)";
            int module = layout.before(layer);
            int end = layout.before(layer + 1);
            String lora = "torch.slice(L, " + 2 * module + ", " + 2 * end + ", 1), torch.slice(S, " + module + ", "
                    + end + ", 1)";
            line(
                    2,
                    "x = (self)." + layerMethod(cached, layout.layers().get(layer)) + "(x, cos, sin, "
                            + (cached ? "mask, K[" + layer + "], V[" + layer + "], start, " : "")
                            + weights + ", " + lora + ", )");
        }
        line(2, "return (self).norm(x, W[" + (1 + spec.layers() * perLayer) + "], )");
    }

    private void entryPoints() {
        String head = spec.tiedEmbeddings() ? "W[0]" : "W[" + (2 + spec.layers() * weightsPerLayer()) + "]";
        // Negative log-likelihood [N] of targets [N] after the flat positions rows [N]: logits exist for those alone.
        line(
                1,
                "def loss(self: __torch__.K, ids: Tensor, cos: Tensor, sin: Tensor, rows: Tensor, targets: Tensor, "
                        + "S: List[Tensor], W: List[Tensor], L: List[Tensor]) -> Tensor:");
        line(2, "x = (self).hidden(ids, cos, sin, W, L, S, )");
        line(2, "flat = torch.index_select(torch.reshape(x, [-1, " + spec.hidden() + "]), 0, rows)");
        line(2, "logits = torch.linear(flat, " + head + ")");
        line(2, "return torch.cross_entropy_loss(logits, targets, None, 0, -100, 0.)");
        // Logits [B,vocabulary] after the last position, writing keys and values into the caches from start on.
        line(
                1,
                "def next(self: __torch__.K, ids: Tensor, cos: Tensor, sin: Tensor, mask: Tensor, at: Tensor, S:"
                    + " List[Tensor], K: List[Tensor], V: List[Tensor], W: List[Tensor], L: List[Tensor]) -> Tensor:");
        line(2, "x = (self).cached_hidden(ids, cos, sin, mask, int(at), K, V, W, L, S, )");
        line(2, "return torch.linear(torch.select(x, 1, -1), " + head + ")");
    }
}
