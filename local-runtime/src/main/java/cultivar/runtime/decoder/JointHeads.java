package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.AttentionSpec;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.LayerSpec;
import cultivar.runtime.checkpoint.QueryKeyNorm;
import java.util.List;

/**
 * Writes a layer's attention for one token of a text, or of each of several, in float32 on a processor: from {@code h
 * [N,hidden]} to {@code a}. Small operations cost more than their arithmetic there, so queries, keys and values stay in one
 * tensor and are turned and stored together, in place.
 */
final class JointHeads {
    private final DecoderSpec spec;
    private final LayerSpec layer;
    private final LayerNorms norms;
    private final LinearSource linears;
    private final ProgramText out;

    JointHeads(DecoderSpec spec, LayerSpec layer, LayerNorms norms, LinearSource linears, ProgramText out) {
        this.spec = spec;
        this.layer = layer;
        this.norms = norms;
        this.linears = linears;
        this.out = out;
    }

    /** For a single token and the cache of its text. */
    void single() {
        heads();
        cache();
        out.line("a = (self).attend_single(q1, k2, v2, )");
    }

    /** For one token each of several texts, and the banks of their caches. */
    void batch() {
        heads();
        out.line("a = (self).attend_banks(heads, C, order, places, spots, masks, )");
    }

    /** From {@code h} to {@code heads [N,heads + 2 * keyValueHeads,headSize]}, of which {@code q1} are the queries. */
    private void heads() {
        AttentionSpec attention = spec.attention();
        int queries = spec.heads();
        int keys = spec.keyValueHeads();
        int all = queries + 2 * keys;
        if (attention.fused()) {
            linears.write("qkv", "h", attention.inputs().getFirst());
        } else {
            linears.writeJoined("qkv", List.of("q", "k", "v"), "h", attention.inputs());
        }
        if (attention.clip() > 0) {
            out.line("_0 = torch.clamp_(qkv, -" + attention.clip() + ", " + attention.clip() + ")");
        }
        QueryKeyNorm norm = attention.norm();
        if (norm.kind() == QueryKeyNorm.Kind.WIDTH) {
            int size = spec.headSize();
            normWidth("q", 0, queries * size, norm.query());
            normWidth("k", queries * size, keys * size, norm.key());
        }
        out.line("heads = torch.reshape(qkv, [torch.size(x, 0), " + all + ", " + spec.headSize() + "])");
        out.line("q1 = torch.slice(heads, 1, 0, " + queries + ")");
        if (!norm.afterRope()) {
            normHeads(norm);
        }
        if (layer.rope() >= 0) {
            out.line("_0 = (self).rotate_(torch.slice(heads, 1, 0, " + (queries + keys) + "), cos, sin, )");
        }
        if (spec.rotary().growth().rate() != 0) {
            out.line("_0 = torch.mul_(q1, torch.slice(growth, -1, 0, 1))");
        }
        if (norm.afterRope()) {
            normHeads(norm);
        }
    }

    private void normWidth(String name, int from, int size, String norm) {
        out.line(name + " = torch.slice(qkv, 1, " + from + ", " + (from + size) + ")");
        out.line("_0 = torch.copy_(" + name + ", " + norms.of(name, "self_attn." + norm, size) + ")");
    }

    private void normHeads(QueryKeyNorm norm) {
        if (norm.spansHeads()) {
            out.line("k1 = torch.slice(heads, 1, " + spec.heads() + ", " + (spec.heads() + spec.keyValueHeads()) + ")");
            out.line("_0 = torch.copy_(q1, " + norms.ofHeads("q1", norm.query()) + ")");
            out.line("_0 = torch.copy_(k1, " + norms.ofHeads("k1", norm.key()) + ")");
        }
    }

    private void cache() {
        int queries = spec.heads();
        int keys = spec.keyValueHeads();
        int all = queries + 2 * keys;
        out.line("end = torch.add(start, 1)");
        out.line("both = torch.reshape(torch.slice(heads, 1, " + queries + ", " + all + "), [2, 1, " + keys + ", "
                + spec.headSize() + "])");
        out.line("_0 = torch.copy_(torch.select(C, 3, start), both)");
        out.line("first = (self).first" + layer.window() + "(start, )");
        out.line("k2, v2 = torch.unbind(torch.slice(C, 3, first, end), 0)");
    }
}
