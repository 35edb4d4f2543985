package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.LayerSpec;
import cultivar.runtime.checkpoint.Linear;
import cultivar.runtime.checkpoint.MlpSpec;
import cultivar.runtime.decoder.LinearSource.Products;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the methods of one kind of layer: over its input {@code x [N,hidden]}, its own weights {@code W} in the order of
 * {@link WeightLayout}, its LoRA tensors {@code L} and their scales {@code S}.
 */
final class LayerSource {
    private final DecoderSpec spec;
    private final LayerSpec layer;
    private final WeightLayout weights;
    private final MatrixSource matrices;
    private final AddedLora lora;
    private final ProgramText out;
    private final LayerNorms norms;

    /** @param lora writes what the layer's own LoRA modules add */
    LayerSource(
            DecoderSpec spec,
            LayerSpec layer,
            WeightLayout weights,
            MatrixSource matrices,
            AddedLora lora,
            ProgramText out) {
        this.spec = spec;
        this.layer = layer;
        this.weights = weights;
        this.matrices = matrices;
        this.lora = lora;
        this.out = out;
        this.norms = new LayerNorms(spec, weights, matrices);
    }

    /** Writes the method over the tokens of whole rows, which lie end to end. */
    void overRows(String name) {
        begin(name, "mask: Optional[Tensor], rows: List[int], ");
        LinearSource linears = linears(Products.WITH_GRADIENTS);
        body(linears, () -> heads(linears).overRows());
    }

    /** Writes the method over tokens that follow those in the cache {@code C}, from {@code start} on. */
    void overCache(String name) {
        begin(name, "mask: Optional[Tensor], C: Tensor, start: int, ");
        LinearSource linears = linears(Products.WITHOUT_GRADIENTS);
        body(linears, () -> heads(linears).overCache("attend_cached(q1, k2, v2, mask, )"));
    }

    /** Writes the method over a single token that follows those in the cache, its adapter's tensors as in {@link #batched}. */
    void single(String name) {
        begin(name, "C: Tensor, start: int, ");
        joined();
        LinearSource linears = linears(Products.SINGLE_TOKEN);
        if (matrices.takesJoint()) {
            body(linears, () -> new JointHeads(spec, layer, norms, linears, out).single());
        } else {
            body(linears, () -> heads(linears).overCache("attend_single(q1, k2, v2, )"));
        }
    }

    /**
     * Writes the method over one token of each of several sequences. Its adapters' tensors are {@code L} and {@code S} of
     * {@link LoraSource}, or {@code T} and {@code R} of {@link JoinedSource} and {@link SlabSource}.
     */
    void batched(String name) {
        out.method(
                name,
                "x: Tensor, cos: Tensor, sin: Tensor, growth: Tensor, C: List[Tensor], order: Tensor, places: Tensor,"
                    + " spots: List[Tensor], masks: List[Tensor], W: List[Tensor], L: List[Tensor], S: List[Tensor]",
                "Tensor");
        joined();
        LinearSource linears = linears(Products.BATCH);
        if (matrices.takesJoint()) {
            body(linears, () -> new JointHeads(spec, layer, norms, linears, out).batch());
        } else {
            body(linears, () -> heads(linears).overBanks());
        }
    }

    /** The lists as a {@link JoinedLora} calls them. */
    private void joined() {
        out.line("T = L");
        out.line("R = S");
    }

    private HeadsSource heads(LinearSource linears) {
        return new HeadsSource(spec, layer, norms, linears, matrices, out);
    }

    private LinearSource linears(Products products) {
        return new LinearSource(weights, matrices, lora, out, products);
    }

    /** Writes the method that measures the norms of the rows that DoRA brings to a length. */
    void measure(String name, LoraSource carried) {
        out.method(name, "like: Tensor, W: List[Tensor], L: List[Tensor], S: List[Tensor]", "Tensor");
        List<Linear> all = new ArrayList<>(spec.attention().inputs());
        all.add(spec.attention().output());
        all.addAll(spec.mlp().inputs());
        all.add(spec.mlp().output());
        for (Linear linear : all) {
            carried.measure(linear, Objects.requireNonNull(weights.inLayer(linear.path() + ".weight")));
        }
        out.line("return like");
    }

    private void begin(String name, String parameters) {
        out.method(
                name,
                "x: Tensor, cos: Tensor, sin: Tensor, growth: Tensor, " + parameters
                        + "W: List[Tensor], L: List[Tensor], S: List[Tensor]",
                "Tensor");
    }

    /** @param heads writes what makes {@code a}, of {@code N * heads * headSize} values, from {@code h} */
    private void body(LinearSource linears, Runnable heads) {
        norm(linears, "h", "x", spec.block().attentionIn());
        heads.run();
        out.line("a1 = torch.reshape(a, [torch.size(x, 0), " + spec.heads() * spec.headSize() + "])");
        linears.write("o", "a1", spec.attention().output());
        norm(linears, "o", "o", spec.block().attentionOut());
        if (spec.block().parallel()) {
            if (spec.block().mlpIn() != null) {
                norm(linears, "h", "x", spec.block().mlpIn());
            }
            mlp(linears);
            norm(linears, "d", "d", spec.block().mlpOut());
            add("x1", "x", "torch.add(o, d)");
        } else {
            add("x0", "x", "o");
            norm(linears, "h", "x0", spec.block().mlpIn());
            mlp(linears);
            norm(linears, "d", "d", spec.block().mlpOut());
            add("x1", "x0", "d");
        }
        out.line("return x1");
    }

    private void add(String name, String residual, String change) {
        double scale = spec.scales().residual();
        String scaled = scale == 1 ? change : "torch.mul(" + change + ", " + scale + ")";
        out.line(name + " = torch.add(" + residual + ", " + scaled + ")");
    }

    private void norm(LinearSource linears, String name, String input, @Nullable String norm) {
        if (norm != null && linears.products() == Products.SINGLE_TOKEN) {
            norms.single(name, input, norm, spec.hidden(), out);
        } else if (norm != null) {
            out.line(name + " = " + norms.of(input, norm, spec.hidden()));
        } else if (!name.equals(input)) {
            out.line(name + " = " + input);
        }
    }

    /** From {@code h} to {@code d}. */
    private void mlp(LinearSource linears) {
        MlpSpec mlp = spec.mlp();
        if (mlp.fused()) {
            linears.write("gu", "h", mlp.inputs().getFirst());
            out.line("g, u = torch.split_with_sizes(gu, [" + spec.intermediate() + ", " + spec.intermediate()
                    + "], -1)");
        } else if (mlp.gated()) {
            linears.write(List.of("g", "u"), "h", mlp.inputs());
        } else {
            linears.write("g", "h", mlp.inputs().getFirst());
        }
        String activated = activated("g");
        out.line("m = " + (mlp.gated() ? "torch.mul(" + activated + ", u)" : activated));
        linears.write("d", "m", mlp.output());
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
}
