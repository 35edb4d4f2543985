package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.QueryKeyNorm;
import org.jspecify.annotations.Nullable;

/** Writes the norms of a layer, whose weights it finds by their names. */
final class LayerNorms {
    private final DecoderSpec spec;
    private final WeightLayout weights;
    private final MatrixSource matrices;
    private final NormSource norms;

    LayerNorms(DecoderSpec spec, WeightLayout weights, MatrixSource matrices) {
        this.spec = spec;
        this.weights = weights;
        this.matrices = matrices;
        this.norms = new NormSource(spec.norm(), matrices);
    }

    /** A norm over the last {@code size} values of an input. */
    String of(String input, String norm, int size) {
        return norms.of(input, size, weight(norm + ".weight"), weight(norm + ".bias"));
    }

    /** A norm over a single token's {@code [1,size]}. */
    void single(String name, String input, String norm, int size, ProgramText out) {
        norms.single(name, input, size, weight(norm + ".weight"), weight(norm + ".bias"), out);
    }

    /** The norm of each of an input's heads {@code [N,heads,headSize]}, one that spans a head. */
    String ofHeads(String input, String norm) {
        String path = "self_attn." + norm;
        if (spec.attention().norm().kind() == QueryKeyNorm.Kind.HEAD) {
            return of(input, path, spec.headSize());
        }
        // The weight [heads,headSize] spreads over [N,heads,headSize], so it multiplies afterwards.
        String bare = norms.of(input, spec.headSize(), null, null);
        return matrices.low("torch.mul(" + matrices.exact(bare) + ", " + weight(path + ".weight") + ")");
    }

    private @Nullable String weight(String name) {
        WeightLayout.Place place = weights.inLayer(name);
        return place == null ? null : place.tensor(0);
    }
}
