package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.AttentionSpec;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.LayerSpec;
import cultivar.runtime.checkpoint.Linear;
import cultivar.runtime.checkpoint.MlpSpec;
import cultivar.runtime.checkpoint.QueryKeyNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the method of one kind of layer: over its input {@code x [N,hidden]}, its own weights {@code W} in the order of
 * {@link WeightLayout}, its LoRA tensors {@code L} and their scales {@code S}.
 */
final class LayerSource {
    private final DecoderSpec spec;
    private final LayerSpec layer;
    private final WeightLayout weights;
    private final MatrixSource matrices;
    private final NormSource norms;
    private final LoraSource lora;
    private final ProgramText out;
    private Products products = Products.WITH_GRADIENTS;

    /** What the layer's products are for. */
    private enum Products {
        WITH_GRADIENTS,
        WITHOUT_GRADIENTS,
        SINGLE_TOKEN
    }

    /** @param lora writes what the layer's own LoRA modules add */
    LayerSource(
            DecoderSpec spec,
            LayerSpec layer,
            WeightLayout weights,
            MatrixSource matrices,
            LoraSource lora,
            ProgramText out) {
        this.spec = spec;
        this.layer = layer;
        this.weights = weights;
        this.matrices = matrices;
        this.norms = new NormSource(spec.norm(), matrices);
        this.lora = lora;
        this.out = out;
    }

    /** Writes the method over the tokens of whole rows, which lie end to end. */
    void overRows(String name) {
        products = Products.WITH_GRADIENTS;
        begin(name, "mask: Optional[Tensor], rows: List[int], ");
        body(() -> out.line("a = (self).attend_rows(q1, k1, v1, mask, rows, )"));
    }

    /** Writes the method over tokens that follow those in caches {@code K} and {@code V}, from {@code start} on. */
    void overCache(String name) {
        products = Products.WITHOUT_GRADIENTS;
        begin(name, "mask: Optional[Tensor], K: Tensor, V: Tensor, start: int, ");
        body(() -> cache("torch.unsqueeze(torch.transpose(%s, 0, 1), 0)", "attend_cached(q1, k2, v2, mask, )"));
    }

    /** Writes the method over a single token that follows those in the caches. */
    void single(String name) {
        products = Products.SINGLE_TOKEN;
        begin(name, "K: Tensor, V: Tensor, start: int, ");
        body(() ->
                cache("torch.unsqueeze(torch.unsqueeze(torch.squeeze(%s, 0), 1), 0)", "attend_single(q1, k2, v2, )"));
    }

    /** Writes the method that measures the norms of the rows that DoRA brings to a length. */
    void measure(String name) {
        out.method(name, "like: Tensor, W: List[Tensor], L: List[Tensor], S: List[Tensor]", "Tensor");
        List<Linear> all = new ArrayList<>(spec.attention().inputs());
        all.add(spec.attention().output());
        all.addAll(spec.mlp().inputs());
        all.add(spec.mlp().output());
        for (Linear linear : all) {
            lora.measure(linear, matrix(linear));
        }
        out.line("return like");
    }

    private WeightLayout.Place matrix(Linear linear) {
        return Objects.requireNonNull(weights.inLayer(linear.path() + ".weight"));
    }

    private void begin(String name, String parameters) {
        out.method(
                name,
                "x: Tensor, cos: Tensor, sin: Tensor, growth: Tensor, " + parameters
                        + "W: List[Tensor], L: List[Tensor], S: List[Tensor]",
                "Tensor");
    }

    private void body(Runnable attend) {
        norm("h", "x", spec.block().attentionIn());
        attention(attend);
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
        return norms.of(input, size, weight(norm + ".weight"), weight(norm + ".bias"));
    }

    private @Nullable String weight(String name) {
        WeightLayout.Place place = weights.inLayer(name);
        return place == null ? null : place.tensor(0);
    }

    /** From {@code h} to {@code o}. */
    private void attention(Runnable attend) {
        AttentionSpec attention = spec.attention();
        projections(attention);
        heads("q1", "q", spec.heads());
        heads("k1", "k", spec.keyValueHeads());
        heads("v1", "v", spec.keyValueHeads());
        if (!attention.norm().afterRope()) {
            headNorms();
        }
        if (layer.rope() >= 0) {
            out.line("q1 = (self).rotate(q1, cos, sin, )");
            out.line("k1 = (self).rotate(k1, cos, sin, )");
        }
        if (spec.rotary().growth().rate() != 0) {
            out.line("q1 = " + matrices.low("torch.mul(" + matrices.exact("q1") + ", torch.slice(growth, -1, 0, 1))"));
        }
        if (attention.norm().afterRope()) {
            headNorms();
        }
        attend.run();
        out.line("a1 = torch.reshape(a, [torch.size(x, 0), " + spec.heads() * spec.headSize() + "])");
        linear("o", "a1", attention.output());
    }

    private void heads(String name, String from, int heads) {
        out.line(name + " = torch.reshape(" + from + ", [torch.size(x, 0), " + heads + ", " + spec.headSize() + "])");
    }

    /** From {@code h} to {@code q}, {@code k} and {@code v}, {@code [N,heads * headSize]}. */
    private void projections(AttentionSpec attention) {
        if (attention.fused()) {
            int queries = spec.heads() * spec.headSize();
            int keys = spec.keyValueHeads() * spec.headSize();
            linear("qkv", "h", attention.inputs().getFirst());
            out.line("q, k, v = torch.split_with_sizes(qkv, [" + queries + ", " + keys + ", " + keys + "], -1)");
        } else {
            linears(List.of("q", "k", "v"), "h", attention.inputs());
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

    /** The norms of single heads, over queries {@code q1} and keys {@code k1}. */
    private void headNorms() {
        QueryKeyNorm norm = spec.attention().norm();
        switch (norm.kind()) {
            case NONE, WIDTH -> {}
            case HEAD -> {
                headNorm("q1", norm.query(), spec.headSize());
                headNorm("k1", norm.key(), spec.headSize());
            }
            case EACH_HEAD -> {
                eachHeadNorm("q1", norm.query());
                eachHeadNorm("k1", norm.key());
            }
        }
    }

    private void headNorm(String name, String norm, int size) {
        out.line(name + " = " + normed(name, "self_attn." + norm, size));
    }

    /** The weight {@code [heads, headSize]} spreads over {@code [N,heads,headSize]}, so it multiplies afterwards. */
    private void eachHeadNorm(String name, String norm) {
        String bare = norms.of(name, spec.headSize(), null, null);
        out.line(name + " = "
                + matrices.low(
                        "torch.mul(" + matrices.exact(bare) + ", " + weight("self_attn." + norm + ".weight") + ")"));
    }

    /**
     * Writes new keys and values into the caches and attends to what the layer can see there.
     *
     * @param turned brings {@code [n,heads,headSize]} to {@code [1,heads,n,headSize]}
     */
    private void cache(String turned, String attend) {
        out.line("end = torch.add(start, torch.size(x, 0))");
        out.line("first = (self).first" + layer.window() + "(start, )");
        for (String[] part : new String[][] {{"K", "k1", "k2"}, {"V", "v1", "v2"}}) {
            out.line(
                    "_0 = torch.copy_(torch.slice(" + part[0] + ", 2, start, end), " + turned.formatted(part[1]) + ")");
            out.line(part[2] + " = torch.slice(" + part[0] + ", 2, first, end)");
        }
        out.line("a = (self)." + attend);
    }

    /** From {@code h} to {@code d}. */
    private void mlp() {
        MlpSpec mlp = spec.mlp();
        if (mlp.fused()) {
            linear("gu", "h", mlp.inputs().getFirst());
            out.line("g, u = torch.split_with_sizes(gu, [" + spec.intermediate() + ", " + spec.intermediate()
                    + "], -1)");
        } else if (mlp.gated()) {
            linears(List.of("g", "u"), "h", mlp.inputs());
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

    private void linear(String name, String input, Linear linear) {
        linears(List.of(name), input, List.of(linear));
    }

    /** Linear maps that read one input, with what LoRA adds to them. */
    private void linears(List<String> names, String input, List<Linear> linears) {
        switch (products) {
            case WITH_GRADIENTS -> out.line("input = " + matrices.input(input));
            case WITHOUT_GRADIENTS -> {}
            case SINGLE_TOKEN ->
                matrices.singleInput(
                        "input", input, linears.stream().map(this::matrix).toList(), out);
        }
        if (products == Products.SINGLE_TOKEN && matrices.takesJoint() && weights.joint(linears)) {
            joint(names, input, linears);
        } else {
            for (int i = 0; i < names.size(); i++) {
                Linear linear = linears.get(i);
                out.line(names.get(i) + " = "
                        + product(input, linear, lora.biasComesAfter(linear) ? null : bias(linear)));
            }
        }
        lora.add(names, input, linears);
        for (int i = 0; i < names.size(); i++) {
            WeightLayout.Place bias = bias(linears.get(i));
            if (bias != null && lora.biasComesAfter(linears.get(i))) {
                out.line(names.get(i) + " = torch.add(" + names.get(i) + ", " + bias.tensor(0) + ")");
            }
        }
        lora.addDropped(names, input, linears, this::matrix);
    }

    /** The products of a group of {@link WeightLayout#joint}. */
    private void joint(List<String> names, String input, List<Linear> linears) {
        List<String> sizes = linears.stream()
                .map(linear -> Integer.toString(linear.outputs()))
                .toList();
        out.line(String.join(", ", names) + " = torch.split_with_sizes("
                + matrices.singleProduct(input, "input", matrix(linears.getFirst()), null) + ", ["
                + String.join(", ", sizes) + "], -1)");
        for (int i = 0; i < names.size(); i++) {
            WeightLayout.Place bias = bias(linears.get(i));
            if (bias != null && !lora.biasComesAfter(linears.get(i))) {
                out.line(names.get(i) + " = torch.add(" + names.get(i) + ", " + bias.tensor(0) + ")");
            }
        }
    }

    private String product(String input, Linear linear, WeightLayout.@Nullable Place bias) {
        return switch (products) {
            case WITH_GRADIENTS -> matrices.product("input", matrix(linear), bias);
            case WITHOUT_GRADIENTS -> matrices.plainProduct(input, matrix(linear), bias);
            case SINGLE_TOKEN -> matrices.singleProduct(input, "input", matrix(linear), bias);
        };
    }

    private WeightLayout.@Nullable Place bias(Linear linear) {
        return weights.inLayer(linear.path() + ".bias");
    }
}
