package cultivar.runtime.llamacpp;

import cultivar.runtime.checkpoint.Activation;
import cultivar.runtime.checkpoint.BlockSpec;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.Linear;
import cultivar.runtime.checkpoint.NormSpec;
import cultivar.runtime.checkpoint.QueryKeyNorm;
import cultivar.runtime.checkpoint.RopeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One of llama.cpp's architectures: what it computes. A checkpoint that computes something else is refused.
 *
 * @param name what {@code general.architecture} says
 * @param types the {@code model_type}s of checkpoints that it runs
 * @param neighbours whether it turns neighbouring values of a head as pairs, so that rows of queries and keys change place
 * @param norm the style of all norms
 * @param norms where a layer normalises
 * @param queryKeyNorm the norm of queries and keys
 * @param fused whether queries, keys and values, and gate and upward projection, are one matrix each
 * @param activation of the feed-forward part
 * @param biases which linear modules may have one
 * @param windows what it does with sliding windows
 * @param anyHeadSize whether all heads together may be wider or narrower than the hidden state
 * @param scales where the constant factors come from
 * @param ropes the rules of rotation that it knows beside the plain one
 */
record Architecture(
        String name,
        List<String> types,
        boolean neighbours,
        NormSpec.Style norm,
        Norms norms,
        QueryKeyNorm.Kind queryKeyNorm,
        boolean fused,
        Activation activation,
        Biases biases,
        Windows windows,
        boolean anyHeadSize,
        Scales scales,
        Set<Class<? extends RopeSpec>> ropes) {

    /** Where a layer normalises. */
    enum Norms {
        /** Before attention and before the MLP. */
        BEFORE(true, false),
        /** What attention and the MLP add. */
        AFTER(false, true),
        AROUND(true, true);

        private final boolean before;
        private final boolean after;

        Norms(boolean before, boolean after) {
            this.before = before;
            this.after = after;
        }

        boolean are(BlockSpec block) {
            return !block.parallel()
                    && (block.attentionIn() != null) == before
                    && (block.mlpIn() != null) == before
                    && (block.attentionOut() != null) == after
                    && (block.mlpOut() != null) == after;
        }
    }

    /** Which linear modules may have a bias. */
    enum Biases {
        NONE,
        ATTENTION_INPUTS,
        ANY
    }

    /** What is done with sliding windows. */
    enum Windows {
        /** Every position sees all before it. */
        IGNORED,
        /** All layers but every n-th have the window. */
        BY_PERIOD
    }

    /** Where the constant factors come from. */
    enum Scales {
        /** There are none, and scores are divided by the root of the head's size. */
        NONE,
        /** From the file's metadata. */
        GIVEN,
        /** Gemma's: the embedding by the root of the hidden size, and soft caps. */
        GEMMA
    }

    /**
     * Whether it computes what a decoder computes.
     *
     * @return what it does otherwise for some texts, a sentence each
     * @throws LlamaCppException if it would compute something else for every text
     */
    List<String> check(DecoderSpec spec) {
        require(spec.norm().style() == norm, "norms of the style " + spec.norm().style());
        require(norms.are(spec.block()), "norms at these places of a layer");
        require(
                spec.attention().norm().kind() == queryKeyNorm
                        && !spec.attention().norm().afterRope(),
                "this norm of queries and keys");
        require(
                spec.attention().fused() == fused
                        && spec.mlp().fused() == fused
                        && spec.mlp().gated(),
                "linear modules of these shapes");
        require(
                spec.mlp().activation() == activation,
                "the activation " + spec.mlp().activation());
        require(!spec.headBias(), "a bias on the logits");
        require(spec.attention().clip() == 0, "clipped queries and keys");
        require(!spec.rotary().interleaved(), "an interleaved rotary embedding");
        require(!neighbours || spec.rotary().dimensions() == spec.headSize(), "a partial rotary embedding");
        require(anyHeadSize || spec.heads() * spec.headSize() == spec.hidden(), "heads of the size " + spec.headSize());
        checkBiases(spec);
        checkScales(spec);
        List<String> warnings = new ArrayList<>(new Rotation(this, spec).check());
        int window = spec.layerSpecs().stream()
                .mapToInt(layer -> layer.window())
                .max()
                .orElse(0);
        if (windows == Windows.IGNORED && window > 0) {
            warnings.add(
                    "llama.cpp lets every token of this architecture see the whole text, where the model looks back "
                            + window + " tokens; texts longer than that come out otherwise.");
        }
        return warnings;
    }

    private void checkBiases(DecoderSpec spec) {
        for (Linear linear : spec.linears()) {
            boolean input = spec.attention().inputs().contains(linear);
            boolean may = biases == Biases.ANY || (biases == Biases.ATTENTION_INPUTS && input);
            require(may || !linear.bias(), "a bias on " + linear.module());
        }
    }

    private void checkScales(DecoderSpec spec) {
        if (scales != Scales.GIVEN) {
            double embedding = scales == Scales.GEMMA ? Math.sqrt(spec.hidden()) : 1;
            require(
                    same(spec.scales().embedding(), embedding),
                    "the embedding scale " + spec.scales().embedding());
            require(
                    spec.scales().residual() == 1,
                    "the residual scale " + spec.scales().residual());
            require(
                    spec.scales().logit() == 1,
                    "the logit scale " + spec.scales().logit());
            require(
                    same(spec.attention().scale(), attentionScale(spec)),
                    "the attention scale " + spec.attention().scale());
        }
        require(
                (scales == Scales.GEMMA && norms == Norms.AROUND)
                        || spec.scales().logitCap() == 0,
                "a soft cap on the logits");
        // Gemma 2 caps its scores always, the others never.
        require((spec.attention().softCap() > 0) == name.equals("gemma2"), "this soft cap on attention");
        require(
                scales != Scales.GEMMA || spec.tiedEmbeddings() || name.equals("gemma3"),
                "an output matrix apart from the embedding");
    }

    /** Gemma's largest models, told by their number of layers, scale by the hidden size that falls to a head. */
    private double attentionScale(DecoderSpec spec) {
        boolean largest =
                (name.equals("gemma2") && spec.layers() == 46) || (name.equals("gemma3") && spec.layers() == 62);
        int size = largest ? Math.floorDiv(spec.hidden(), spec.heads()) : spec.headSize();
        return 1 / Math.sqrt(size);
    }

    private static boolean same(double one, double other) {
        return Math.abs(one - other) <= 1e-6 * Math.abs(other);
    }

    void require(boolean holds, String what) {
        if (!holds) {
            throw new LlamaCppException("llama.cpp's architecture " + name + " has no place for " + what
                    + ". Export a merged checkpoint instead.");
        }
    }

    /**
     * The period of layers without a window among those with one: layer i has the window if {@code i % period < period -
     * 1}. A period of 1 means no windows, of 0 windows everywhere.
     */
    int windowPeriod(DecoderSpec spec) {
        int layers = spec.layers();
        for (int period = 1; period <= layers + 1; period++) {
            if (fits(spec, period)) {
                return period > layers ? 0 : period;
            }
        }
        throw new LlamaCppException("llama.cpp's architecture " + name
                + " has no place for these windows: not every n-th layer is without one. Export a merged checkpoint"
                + " instead.");
    }

    private static boolean fits(DecoderSpec spec, int period) {
        for (int layer = 0; layer < spec.layers(); layer++) {
            if ((spec.layerSpecs().get(layer).window() > 0) != (layer % period < period - 1)) {
                return false;
            }
        }
        return true;
    }
}
