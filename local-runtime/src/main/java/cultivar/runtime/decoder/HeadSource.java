package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.ScaleSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the two ends of a decoder: tokens to the first layer's input, and the last layer's output {@code [M,hidden]} to
 * logits, losses and their gradient. Logits and what follows are float32.
 */
final class HeadSource {
    /** Rows of a quantised matrix that are widened at a time: 64 MiB of a model of width 1,024. */
    private static final int BLOCK = 16_384;

    private final DecoderSpec spec;
    private final MatrixSource matrices;
    private final ProgramText out;
    private final WeightLayout.Place embedding;
    private final WeightLayout.Place matrix;
    private final WeightLayout.@Nullable Place bias;
    private final boolean blocks;

    HeadSource(DecoderSpec spec, WeightLayout weights, MatrixSource matrices, ProgramText out) {
        this.spec = spec;
        this.matrices = matrices;
        this.out = out;
        this.embedding = weights.embedding();
        this.matrix = spec.tiedEmbeddings() ? embedding : weights.named("lm_head.weight");
        this.bias = spec.headBias() ? weights.named("lm_head.bias") : null;
        this.blocks = matrix.form() == WeightLayout.Form.INT8;
    }

    void methods() {
        embed();
        if (blocks) {
            blocks();
        }
        String blockwise = "(self).forth(x, " + matrix.tensor(0) + ", " + matrix.tensor(1) + ", )";
        logits("logits", bias(blocks ? blockwise : matrices.plainProduct("x", matrix.tensor(0))));
        logits("base_logits", bias("torch.linear(x, " + matrix.tensor(0) + ")"));
        singleLogits();
        losses();
        likely();
        gradient();
        out.method("joined", "parts: List[Tensor]", "Tensor");
        out.line("return torch.cat(parts, 0)");
    }

    /** Rows of the embedding. */
    void embed() {
        out.method("embed", "ids: Tensor, W: List[Tensor]", "Tensor");
        double scale = spec.scales().embedding();
        String rows = matrices.rows(embedding, "ids");
        out.line("return " + (scale == 1 ? rows : "torch.mul(" + rows + ", " + scale + ")"));
    }

    /** Products with a quantised matrix and its transpose, a block of its rows at a time. */
    private void blocks() {
        String begin = "torch.mul(i, " + BLOCK + ")";
        String end = "torch.mul(torch.add(i, 1), " + BLOCK + ")";
        String range = "range(torch.floordiv(torch.add(torch.size(q, 0), " + (BLOCK - 1) + "), " + BLOCK + "))";
        String wide = "(self).wide8(torch.slice(q, 0, " + begin + ", " + end + "), torch.slice(scale, 0, " + begin
                + ", " + end + "), )";
        out.method("forth", "x: Tensor, q: Tensor, scale: Tensor", "Tensor");
        out.line("parts = annotate(List[Tensor], [])");
        out.line("for i in " + range + ":");
        out.inner("_0 = torch.append(parts, " + matrices.plainProduct("x", wide) + ")");
        out.line("return torch.cat(parts, 1)");
        out.method("back", "e: Tensor, q: Tensor, scale: Tensor", "Tensor");
        out.line("x = torch.zeros([torch.size(e, 0), " + spec.hidden() + "], dtype=" + matrices.type()
                + ", layout=None, device=ops.prim.device(e))");
        out.line("for i in " + range + ":");
        out.inner("_0 = torch.add_(x, torch.matmul(torch.slice(e, 1, " + begin + ", " + end + "), " + wide + "))");
        out.line("return x");
    }

    private String bias(String product) {
        return bias == null ? product : "torch.add(" + product + ", " + bias.tensor(0) + ")";
    }

    private void logits(String name, String product) {
        out.method(name, "x: Tensor, W: List[Tensor]", "Tensor");
        out.line("y = " + product);
        scaled();
    }

    /** Brings {@code y} to its final scale and returns it. */
    private void scaled() {
        ScaleSpec scales = spec.scales();
        out.line("y = " + matrices.exact("y"));
        if (scales.logit() != 1) {
            out.line("y = torch.mul(y, " + scales.logit() + ")");
        }
        if (scales.logitCap() != 0) {
            out.line("y = torch.mul(torch.tanh(torch.div(y, " + scales.logitCap() + ")), " + scales.logitCap() + ")");
        }
        out.line("return y");
    }

    /** Logits {@code [n,vocabulary]} after one token each of several texts. */
    void batchLogits() {
        out.method("batch_logits", "x: Tensor, W: List[Tensor]", "Tensor");
        matrices.batchInput("input", "x", List.of(matrix), out);
        out.line("y = " + bias(matrices.batchProduct("x", "input", matrix, null)));
        scaled();
    }

    /** Logits after a single token. */
    void singleLogits() {
        out.method("single_logits", "x: Tensor, W: List[Tensor]", "Tensor");
        matrices.singleInput("input", "x", List.of(matrix), out);
        out.line("y = " + bias(matrices.singleProduct("x", "input", matrix, null)));
        scaled();
    }

    /** Negative log-likelihoods {@code [M]} of targets {@code [M]}, without gradients and with. */
    private void losses() {
        out.method("losses", "x: Tensor, targets: Tensor, W: List[Tensor]", "Tensor");
        out.line("return torch.cross_entropy_loss((self).logits(x, W, ), targets, None, 0, -100, 0.)");
        out.method("base_losses", "x: Tensor, targets: Tensor, W: List[Tensor]", "Tensor");
        out.line("return torch.cross_entropy_loss((self).base_logits(x, W, ), targets, None, 0, -100, 0.)");
    }

    /**
     * Log-probabilities {@code [M,1+2k]} of targets {@code [M]}, then of the {@code k} likeliest tokens in falling order, then
     * those tokens' ids.
     */
    private void likely() {
        out.method("likely", "x: Tensor, targets: Tensor, k: int, W: List[Tensor]", "Tensor");
        out.line("p = torch.log_softmax((self).logits(x, W, ), -1)");
        out.line("own = torch.gather(p, 1, torch.unsqueeze(targets, 1))");
        out.line("best, ids = torch.topk(p, k)");
        out.line("return torch.cat([own, best, " + matrices.high("ids") + "], 1)");
    }

    /**
     * The losses with the gradient of {@code weight} times each of them by {@code x}: the probabilities less one at the
     * target, times the matrix. Written out, since the engine's own gradient would hold the logits three times.
     */
    private void gradient() {
        out.method("gradient", "x0: Tensor, targets: Tensor, weight: Tensor, W: List[Tensor]", "Tuple[Tensor, Tensor]");
        out.line("x = torch.detach(x0)");
        out.line("y = (self).logits(x, W, )");
        out.line("p = torch.log_softmax(y, -1)");
        out.line("at = torch.unsqueeze(targets, 1)");
        out.line("losses = torch.neg(torch.squeeze(torch.gather(p, 1, at), 1))");
        out.line("e = torch.exp_(p)");
        out.line("e = torch.scatter_add_(e, 1, at, torch.neg(torch.ones_like(" + matrices.high("at") + ")))");
        double cap = spec.scales().logitCap();
        if (cap != 0) {
            out.line("t = torch.div(y, " + cap + ")");
            out.line("e = torch.mul_(e, torch.rsub(torch.mul(t, t), 1.))");
        }
        out.line("e = torch.mul_(e, torch.mul(weight, " + spec.scales().logit() + "))");
        String error = matrices.low("e");
        out.line("dx = "
                + (blocks
                        ? "(self).back(" + error + ", " + matrix.tensor(0) + ", " + matrix.tensor(1) + ", )"
                        : matrices.plainProductTransposed(error, matrix.tensor(0))));
        out.line("return (losses, dx)");
    }
}
