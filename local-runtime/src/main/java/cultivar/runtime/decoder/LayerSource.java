package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.AttentionSpec;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.LayerSpec;
import cultivar.runtime.checkpoint.Linear;
import cultivar.runtime.checkpoint.MlpSpec;
import cultivar.runtime.checkpoint.NormSpec;
import cultivar.runtime.checkpoint.QueryKeyNorm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the method of one kind of layer: over its input {@code x [B,T,hidden]}, its own weights {@code W} in the order
 * of {@link DecoderSpec#layerWeights()}, its LoRA tensors {@code L} and their scales {@code S}.
 */
final class LayerSource {
    private final DecoderSpec spec;
    private final LayerSpec layer;
    private final List<String> targets;
    private final List<String> weights;
    private final ProgramText out;

    /** @param targets the linear modules of the layer that carry LoRA, in the order of use */
    LayerSource(DecoderSpec spec, LayerSpec layer, List<String> targets, ProgramText out) {
        this.spec = spec;
        this.layer = layer;
        this.targets = targets;
        this.weights =
                spec.layerWeights().stream().map(DecoderSpec.Weight::name).toList();
        this.out = out;
    }

    /** @param cached whether the layer continues keys and values kept in caches, from {@code start} on */
    void write(String name, boolean cached) {
        out.method(
                name,
                "x: Tensor, cos: Tensor, sin: Tensor, growth: Tensor, mask: Optional[Tensor], "
                        + (cached ? "K: Tensor, V: Tensor, start: int, " : "")
                        + "W: List[Tensor], L: List[Tensor], S: List[Tensor]",
                "Tensor");
        norm("h", "x", spec.block().attentionIn());
        attention(cached);
        norm("o", "o", spec.block().attentionOut());
        if (spec.block().parallel()) {
            if (spec.block().mlpIn() != null) {
                norm("h", "x", spec.block().mlpIn());
            }
            mlp();
            norm("d", "d", spec.block().mlpOut());
            add("x1", "x", "torch.add(o, d)");
        } else {
            add("x0", "x", "o");
            norm("h", "x0", spec.block().mlpIn());
            mlp();
            norm("d", "d", spec.block().mlpOut());
            add("x1", "x0", "d");
        }
        out.line("return x1");
    }

    private void add(String name, String residual, String change) {
        double scale = spec.scales().residual();
        String scaled = scale == 1 ? change : "torch.mul(" + change + ", " + scale + ")";
        out.line(name + " = torch.add(" + residual + ", " + scaled + ")");
    }

    private void norm(String name, String input, @Nullable String norm) {
        if (norm != null) {
            out.line(name + " = " + normed(input, norm, spec.hidden()));
        } else if (!name.equals(input)) {
            out.line(name + " = " + input);
        }
    }

    /** A norm over the last {@code size} values of an input. */
    private String normed(String input, String norm, int size) {
        return NormSource.of(spec.norm(), input, size, weight(norm + ".weight"), weight(norm + ".bias"));
    }

    private @Nullable String weight(String name) {
        int at = weights.indexOf(name);
        return at < 0 ? null : "W[" + at + "]";
    }

    /** From {@code h} to {@code o}. */
    private void attention(boolean cached) {
        AttentionSpec attention = spec.attention();
        projections(attention);
        out.line("q1 = (self).split(q, " + spec.heads() + ", )");
        out.line("k1 = (self).split(k, " + spec.keyValueHeads() + ", )");
        out.line("v2 = torch.transpose((self).split(v, " + spec.keyValueHeads() + ", ), 1, 2)");
        if (!attention.norm().afterRope()) {
            headNorms("q1", "k1");
        }
        out.line("q2 = torch.transpose(q1, 1, 2)");
        out.line("k2 = torch.transpose(k1, 1, 2)");
        if (layer.rope() >= 0) {
            out.line("q2 = (self).rotate(q2, cos, sin, )");
            out.line("k2 = (self).rotate(k2, cos, sin, )");
        }
        if (spec.rotary().growth().rate() != 0) {
            out.line("q2 = torch.mul(q2, torch.slice(growth, -1, 0, 1))");
        }
        if (attention.norm().afterRope()) {
            headNorms("q2", "k2");
        }
        if (cached) {
            cache();
        }
        out.line("a = (self).attend(q2, (self).spread(k2, ), (self).spread(v2, ), mask, )");
        out.line("a1 = torch.reshape(torch.transpose(a, 1, 2), [torch.size(x, 0), torch.size(x, 1), "
                + spec.heads() * spec.headSize() + "])");
        linear("o", "a1", attention.output());
    }

    /** From {@code h} to {@code q}, {@code k} and {@code v}, {@code [B,T,heads * headSize]}. */
    private void projections(AttentionSpec attention) {
        if (attention.fused()) {
            int queries = spec.heads() * spec.headSize();
            int keys = spec.keyValueHeads() * spec.headSize();
            linear("qkv", "h", attention.inputs().getFirst());
            slice("q", "qkv", 0, queries);
            slice("k", "qkv", queries, queries + keys);
            slice("v", "qkv", queries + keys, queries + 2 * keys);
        } else {
            linear("q", "h", attention.inputs().get(0));
            linear("k", "h", attention.inputs().get(1));
            linear("v", "h", attention.inputs().get(2));
        }
        if (attention.clip() > 0) {
            for (String name : List.of("q", "k", "v")) {
                out.line(name + " = torch.clamp(" + name + ", -" + attention.clip() + ", " + attention.clip() + ")");
            }
        }
        if (attention.norm().kind() == QueryKeyNorm.Kind.WIDTH) {
            headNorm("q", attention.norm().query(), spec.heads() * spec.headSize());
            headNorm("k", attention.norm().key(), spec.keyValueHeads() * spec.headSize());
        }
    }

    /** The norms of single heads, over queries and keys whose last dimension is the head's. */
    private void headNorms(String queries, String keys) {
        QueryKeyNorm norm = spec.attention().norm();
        switch (norm.kind()) {
            case NONE, WIDTH -> {}
            case HEAD -> {
                headNorm(queries, norm.query(), spec.headSize());
                headNorm(keys, norm.key(), spec.headSize());
            }
            case EACH_HEAD -> {
                eachHeadNorm(queries, norm.query());
                eachHeadNorm(keys, norm.key());
            }
        }
    }

    private void headNorm(String name, String norm, int size) {
        out.line(name + " = " + normed(name, "self_attn." + norm, size));
    }

    /** The weight {@code [heads, headSize]} spreads over {@code [B,T,heads,headSize]}, so it multiplies afterwards. */
    private void eachHeadNorm(String name, String norm) {
        NormSpec bare = spec.norm();
        out.line(name + " = torch.mul(" + NormSource.of(bare, name, spec.headSize(), null, null) + ", "
                + weight("self_attn." + norm + ".weight") + ")");
    }

    /** Writes new keys and values into the caches and takes from there what the layer can see. */
    private void cache() {
        out.line("end = torch.add(start, torch.size(x, 1))");
        out.line("_0 = torch.copy_(torch.slice(K, 2, start, end), k2)");
        out.line("_1 = torch.copy_(torch.slice(V, 2, start, end), v2)");
        out.line("first = (self).first" + layer.window() + "(start, )");
        out.line("k2 = torch.slice(K, 2, first, end)");
        out.line("v2 = torch.slice(V, 2, first, end)");
    }

    /** From {@code h} to {@code d}. */
    private void mlp() {
        MlpSpec mlp = spec.mlp();
        if (mlp.fused()) {
            linear("gu", "h", mlp.inputs().getFirst());
            slice("g", "gu", 0, spec.intermediate());
            slice("u", "gu", spec.intermediate(), 2 * spec.intermediate());
        } else if (mlp.gated()) {
            linear("g", "h", mlp.inputs().get(0));
            linear("u", "h", mlp.inputs().get(1));
        } else {
            linear("g", "h", mlp.inputs().getFirst());
        }
        String activated = activated("g");
        out.line("m = " + (mlp.gated() ? "torch.mul(" + activated + ", u)" : activated));
        linear("d", "m", mlp.output());
    }

    private String activated(String x) {
        return switch (spec.mlp().activation()) {
            case SILU -> "torch.silu(" + x + ")";
            case GELU -> "torch.gelu(" + x + ")";
            case GELU_TANH -> "torch.gelu(" + x + ", approximate=\"tanh\")";
            case QUICK_GELU -> "torch.mul(" + x + ", torch.sigmoid(torch.mul(" + x + ", 1.702)))";
            case RELU -> "torch.relu(" + x + ")";
            case RELU_SQUARED -> "torch.square(torch.relu(" + x + "))";
        };
    }

    private void slice(String name, String from, int begin, int end) {
        out.line(name + " = torch.slice(" + from + ", -1, " + begin + ", " + end + ")");
    }

    private void linear(String name, String input, Linear linear) {
        String bias = weight(linear.path() + ".bias");
        out.line(name + " = torch.linear(" + input + ", " + weight(linear.path() + ".weight")
                + (bias == null ? "" : ", " + bias) + ")");
        int at = targets.indexOf(linear.module());
        if (at >= 0) {
            // The name is assigned twice: TorchScript reads the newer value from here on.
            out.line(name + " = (self).lora(" + name + ", " + input + ", L[" + 2 * at + "], L[" + (2 * at + 1) + "], S["
                    + at + "], )");
        }
    }
}
