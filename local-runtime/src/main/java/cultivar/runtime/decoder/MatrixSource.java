package cultivar.runtime.decoder;

import cultivar.runtime.quant.BaseType;
import cultivar.runtime.quant.Int4;
import cultivar.runtime.quant.Nf4;
import cultivar.runtime.torch.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes products with a base's matrices, in whatever form they are held, and the conversions between the type that a
 * decoder computes in and float32.
 */
final class MatrixSource {
    /** TorchScript's numbers for types. */
    private static final int FLOAT32 = 6;

    private static final int BFLOAT16 = 15;

    /** Rows from which oneDNN takes a product turned round, and those from which it takes it as it is again. */
    private static final int SOME = 8;

    private static final int MANY = 96;

    /** Parts that a matrix is read in, enough for the threads of any processor that is bound by its memory. */
    static final int PARTS = 16;

    private final boolean halved;
    private final boolean onCpu;
    private final boolean oneDnn;
    private final boolean oneDnnGradients;
    private final boolean packed;

    MatrixSource(BaseType type, Kernels kernels) {
        this.halved = halved(type, kernels);
        this.onCpu = kernels.onCpu();
        this.packed = type == BaseType.INT4;
        this.oneDnn = kernels.oneDnn() && !halved;
        this.oneDnnGradients = kernels.oneDnnGradients() && !halved;
    }

    /** Whether a base is computed in bfloat16: a card's matrix units like it, so quantised bases are too. */
    static boolean halved(BaseType type, Kernels kernels) {
        return type == BaseType.BFLOAT16 || (type.quantised() && !kernels.onCpu());
    }

    /** Writes the methods that the expressions below call. */
    void methods(ProgramText out) {
        if (packed) {
            int4(out);
        }
        if (oneDnn) {
            rows(out);
        }
        out.method("wide8", "q: Tensor, scale: Tensor", "Tensor");
        out.line("return " + low("torch.mul(" + high("q") + ", torch.unsqueeze(scale, 1))"));
        // A byte stands for two weights: one look-up in a table of pairs, then each block times its scale.
        out.method("wide4", "q: Tensor, scale: Tensor, pairs: Tensor", "Tensor");
        out.line("levels = torch.reshape(torch.embedding(pairs, torch.to(q, 3)), [torch.size(q, 0), -1, " + Nf4.BLOCK
                + "])");
        out.line("wide = torch.mul(levels, torch.unsqueeze(scale, 2))");
        out.line("return " + low("torch.reshape(wide, [torch.size(q, 0), -1])"));
    }

    /**
     * {@code x w^T} for {@code x [n,in]} and {@code w [out,in]}. From {@link #SOME} rows on oneDNN would bring the matrix into
     * an order of its own each time, which costs more than the product, until there are {@link #MANY}. It orders only the
     * second factor, so here that is {@code x}, and the result is turned.
     */
    private static void rows(ProgramText out) {
        out.method("rows", "x: Tensor, w: Tensor", "Tensor");
        out.line("n = torch.size(x, 0)");
        out.line("if torch.__and__(torch.ge(n, " + SOME + "), torch.lt(n, " + MANY + ")):");
        out.inner("y = torch.contiguous(torch.t(" + oneDnnProduct("w", "x") + "))");
        out.line("else:");
        out.inner("y = " + oneDnnProduct("x", "w"));
        out.line("return y");
    }

    private static String oneDnnProduct(String x, String w) {
        return "ops.mkldnn._linear_pointwise(" + x + ", " + w
                + ", None, \"none\", annotate(List[Optional[number]], []), None)";
    }

    private void int4(ProgramText out) {
        out.method("int4", "x: Tensor, q: Tensor, scales: Tensor", "Tensor");
        out.line("return "
                + high("torch._weight_int4pack_mm_for_cpu(torch.to(x, " + BFLOAT16 + "), q, " + Int4.BLOCK
                        + ", scales)"));
        // How the packed values lie depends on the processor, so that only products can tell the weights.
        out.method("wide_int4", "q: Tensor, scales: Tensor", "Tensor");
        out.line("one = torch.eye(torch.mul(torch.size(scales, 0), " + Int4.BLOCK + "), dtype=" + BFLOAT16
                + ", layout=None, device=ops.prim.device(q))");
        out.line("return torch.t((self).int4(one, q, scales, ))");
    }

    /** A float32 expression in the type that the decoder computes in. */
    String low(String expression) {
        return halved ? "torch.to(" + expression + ", " + BFLOAT16 + ")" : expression;
    }

    /** An expression in float32. */
    String high(String expression) {
        return "torch.to(" + expression + ", " + FLOAT32 + ")";
    }

    /** An expression of the type that the decoder computes in, in float32; itself if that is the type. */
    String exact(String expression) {
        return halved ? high(expression) : expression;
    }

    /** Whether the decoder computes in less than float32. */
    boolean halved() {
        return halved;
    }

    /** The number of the type that the decoder computes in. */
    int type() {
        return halved ? BFLOAT16 : FLOAT32;
    }

    /** A whole matrix in the type that the decoder computes in. */
    String widened(WeightLayout.Place place) {
        return switch (place.form()) {
            case EXACT, PLAIN -> place.tensor(0);
            case INT8 -> "(self).wide8(" + place.tensor(0) + ", " + place.tensor(1) + ", )";
            case INT4 -> "(self).wide_int4(" + place.tensor(0) + ", " + place.tensor(1) + ", )";
            case NF4 -> "(self).wide4(" + place.tensor(0) + ", " + place.tensor(1) + ", " + place.tensor(2) + ", )";
        };
    }

    /**
     * {@code x W^T + bias} with gradients. Each product brings x into oneDNN's layout for itself: the gradients of one that
     * several products share would be added up by oneDNN, which divides by zero where a processor hides the size of its
     * cache, as some virtual machines' do.
     */
    String product(String x, WeightLayout.Place place, WeightLayout.@Nullable Place bias) {
        if (place.form() == WeightLayout.Form.INT4) {
            return plainProduct(x, place, bias);
        }
        String arguments = (oneDnnGradients ? "torch.to_mkldnn(" + x + ")" : x) + ", " + widened(place)
                + (bias == null ? "" : ", " + bias.tensor(0));
        return oneDnnGradients
                ? "torch.to_dense(torch.mkldnn_linear(" + arguments + "), None, masked_grad=None)"
                : "torch.linear(" + arguments + ")";
    }

    /** {@code x w^T} without gradients, {@code w} being an expression for a whole matrix. */
    String plainProduct(String x, String w) {
        return oneDnn ? "(self).rows(" + x + ", " + w + ", )" : "torch.linear(" + x + ", " + w + ")";
    }

    /** The same for a matrix that is the transpose of what is held, as {@code w} is here. */
    String plainProductTransposed(String x, String w) {
        return oneDnn ? oneDnnProduct(x, "torch.t(" + w + ")") : "torch.linear(" + x + ", torch.t(" + w + "))";
    }

    /** {@code x W^T + bias} without gradients. */
    String plainProduct(String x, WeightLayout.Place place, WeightLayout.@Nullable Place bias) {
        String product = wholeProduct(x, place);
        return bias == null ? product : "torch.add(" + product + ", " + bias.tensor(0) + ")";
    }

    private String wholeProduct(String x, WeightLayout.Place place) {
        return place.form() == WeightLayout.Form.INT4
                ? "(self).int4(" + x + ", " + place.tensor(0) + ", " + place.tensor(1) + ", )"
                : plainProduct(x, widened(place));
    }

    /**
     * The input {@code [1,in]} of products of some matrices for a single token in the layouts that they take it in, as
     * names for {@link #singleProduct} that begin with {@code name}.
     */
    void singleInput(String name, String x, List<WeightLayout.Place> places, ProgramText out) {
        if (places.stream().anyMatch(this::inParts)) {
            out.line(name + "0 = torch.expand(torch.t(" + x + "), [" + PARTS + ", -1, -1])");
        }
        bytesInput(name, x, places, out);
    }

    /**
     * The input {@code [n,in]} of products of some matrices for one token each of several texts, see {@link
     * #batchProduct}.
     */
    void batchInput(String name, String x, List<WeightLayout.Place> places, ProgramText out) {
        if (!oneDnn && places.stream().anyMatch(this::inParts)) {
            out.line(name + "0 = torch.expand(" + x + ", [" + PARTS + ", -1, -1])");
        }
        bytesInput(name, x, places, out);
    }

    private void bytesInput(String name, String x, List<WeightLayout.Place> places, ProgramText out) {
        if (places.stream().anyMatch(this::inBytes)) {
            out.line(name + "1 = torch.to(" + x + ", " + BFLOAT16 + ")");
        }
    }

    private boolean inParts(WeightLayout.Place place) {
        return takesJoint() && place.parts() != WeightLayout.Parts.NONE;
    }

    private boolean inBytes(WeightLayout.Place place) {
        return takesJoint() && place.form() == WeightLayout.Form.INT8;
    }

    /** Whether single tokens take a group of {@link WeightLayout#joint} in one product, that of its first matrix. */
    boolean takesJoint() {
        return onCpu && !halved;
    }

    /**
     * {@code x W^T + bias}, {@code [1,out]}, for a single token, without gradients. Such a product is bound by reading
     * its matrix.
     *
     * @param input the name given to {@link #singleInput}
     */
    String singleProduct(String x, String input, WeightLayout.Place place, WeightLayout.@Nullable Place bias) {
        String product = wholeProduct(x, place);
        if (inParts(place)) {
            // Each thread reads some of the parts; a single product of matrix and vector would run on one thread.
            product = "torch.reshape(torch.bmm(" + parts(x, place) + ", " + input + "0), [1, -1])";
        } else if (inBytes(place)) {
            product = bytesProduct(input, place);
        }
        return bias == null ? product : "torch.add(" + product + ", " + bias.tensor(0) + ")";
    }

    /**
     * {@code x W^T + bias}, {@code [n,out]}, for one token each of several texts, without gradients. Without oneDNN in parts,
     * each of a few rows of the matrix, since the kernels of one product share so few rows of {@code x} badly among threads.
     *
     * @param input the name given to {@link #batchInput}
     */
    String batchProduct(String x, String input, WeightLayout.Place place, WeightLayout.@Nullable Place bias) {
        String product = wholeProduct(x, place);
        if (oneDnn && place.parts() == WeightLayout.Parts.MADE) {
            product = plainProduct(x, "torch.reshape(" + place.tensor(0) + ", [-1, torch.size(" + x + ", 1)])");
        } else if (!oneDnn && inParts(place)) {
            String each = "torch.bmm(" + input + "0, torch.transpose(" + parts(x, place) + ", 1, 2))";
            product = "torch.reshape(torch.transpose(" + each + ", 0, 1), [torch.size(" + x + ", 0), -1])";
        } else if (inBytes(place)) {
            product = bytesProduct(input, place);
        }
        return bias == null ? product : "torch.add(" + product + ", " + bias.tensor(0) + ")";
    }

    private static String parts(String x, WeightLayout.Place place) {
        return place.parts() == WeightLayout.Parts.MADE
                ? place.tensor(0)
                : "torch.reshape(" + place.tensor(0) + ", [" + PARTS + ", -1, torch.size(" + x + ", 1)])";
    }

    /** The scales are applied in float32 afterwards: as bfloat16 they would lose more than the weights did. */
    private String bytesProduct(String input, WeightLayout.Place place) {
        String sum = "torch._weight_int8pack_mm(" + input + "1, " + place.tensor(0) + ", " + place.tensor(2) + ")";
        return "torch.mul(" + high(sum) + ", " + place.tensor(1) + ")";
    }

    /** Rows of an embedding, in the type that the decoder computes in. */
    String rows(WeightLayout.Place place, String ids) {
        if (place.form() == WeightLayout.Form.INT8) {
            return low("torch.mul(" + high("torch.index_select(" + place.tensor(0) + ", 0, " + ids + ")")
                    + ", torch.unsqueeze(torch.index_select(" + place.tensor(1) + ", 0, " + ids + "), 1))");
        }
        return "torch.embedding(" + place.tensor(0) + ", " + ids + ")";
    }
}
