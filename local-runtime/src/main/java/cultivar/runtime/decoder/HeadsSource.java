package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.AttentionSpec;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.LayerSpec;
import cultivar.runtime.checkpoint.QueryKeyNorm;
import java.util.List;

/** Writes a layer's attention for any number of tokens: from {@code h [N,hidden]} to {@code a}, what its heads saw. */
final class HeadsSource {
    private final DecoderSpec spec;
    private final LayerSpec layer;
    private final LayerNorms norms;
    private final LinearSource linears;
    private final MatrixSource matrices;
    private final ProgramText out;

    HeadsSource(
            DecoderSpec spec,
            LayerSpec layer,
            LayerNorms norms,
            LinearSource linears,
            MatrixSource matrices,
            ProgramText out) {
        this.spec = spec;
        this.layer = layer;
        this.norms = norms;
        this.linears = linears;
        this.matrices = matrices;
        this.out = out;
    }

    /** Attention of each row over itself. */
    void overRows() {
        heads();
        out.line("a = (self).attend_rows(q1, k1, v1, mask, rows, )");
    }

    /** Writes new keys and values into the cache and attends to what the layer can see there. */
    void overCache(String attend) {
        heads();
        out.line("end = torch.add(start, torch.size(x, 0))");
        out.line("first = (self).first" + layer.window() + "(start, )");
        out.line("both = torch.stack([torch.transpose(k1, 0, 1), torch.transpose(v1, 0, 1)], 0)");
        out.line("_0 = torch.copy_(torch.slice(C, 3, start, end), torch.unsqueeze(both, 1))");
        out.line("k2, v2 = torch.unbind(torch.slice(C, 3, first, end), 0)");
        out.line("a = (self)." + attend);
    }

    /** Writes each row's key and value into its own slot of a bank, and attends to what the row can see there. */
    void overBanks() {
        heads();
        out.line("heads = torch.cat([q1, k1, v1], 1)");
        out.line("a = (self).attend_banks(heads, C, order, places, spots, masks, )");
    }

    /** From {@code h} to {@code q1}, {@code k1} and {@code v1 [N,heads,headSize]}. */
    private void heads() {
        projections(spec.attention());
        split("q1", "q", spec.heads());
        split("k1", "k", spec.keyValueHeads());
        split("v1", "v", spec.keyValueHeads());
        QueryKeyNorm norm = spec.attention().norm();
        if (!norm.afterRope()) {
            headNorms(norm);
        }
        if (layer.rope() >= 0) {
            out.line("q1 = (self).rotate(q1, cos, sin, )");
            out.line("k1 = (self).rotate(k1, cos, sin, )");
        }
        if (spec.rotary().growth().rate() != 0) {
            out.line("q1 = " + matrices.low("torch.mul(" + matrices.exact("q1") + ", torch.slice(growth, -1, 0, 1))"));
        }
        if (norm.afterRope()) {
            headNorms(norm);
        }
    }

    private void split(String name, String from, int heads) {
        out.line(name + " = torch.reshape(" + from + ", [torch.size(x, 0), " + heads + ", " + spec.headSize() + "])");
    }

    /** From {@code h} to {@code q}, {@code k} and {@code v}, {@code [N,heads * headSize]}. */
    private void projections(AttentionSpec attention) {
        int queries = spec.heads() * spec.headSize();
        int keys = spec.keyValueHeads() * spec.headSize();
        if (attention.fused()) {
            linears.write("qkv", "h", attention.inputs().getFirst());
            out.line("q, k, v = torch.split_with_sizes(qkv, [" + queries + ", " + keys + ", " + keys + "], -1)");
        } else {
            linears.write(List.of("q", "k", "v"), "h", attention.inputs());
        }
        if (attention.clip() > 0) {
            for (String name : List.of("q", "k", "v")) {
                out.line(name + " = torch.clamp(" + name + ", -" + attention.clip() + ", " + attention.clip() + ")");
            }
        }
        if (attention.norm().kind() == QueryKeyNorm.Kind.WIDTH) {
            out.line("q = " + norms.of("q", "self_attn." + attention.norm().query(), queries));
            out.line("k = " + norms.of("k", "self_attn." + attention.norm().key(), keys));
        }
    }

    private void headNorms(QueryKeyNorm norm) {
        if (norm.spansHeads()) {
            out.line("q1 = " + norms.ofHeads("q1", norm.query()));
            out.line("k1 = " + norms.ofHeads("k1", norm.key()));
        }
    }
}
