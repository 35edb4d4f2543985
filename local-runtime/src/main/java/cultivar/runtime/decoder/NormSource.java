package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.NormSpec;
import org.jspecify.annotations.Nullable;

/** Writes a norm as an expression; it is computed in float32 whatever the decoder computes in. */
final class NormSource {
    private final NormSpec norm;
    private final MatrixSource matrices;

    NormSource(NormSpec norm, MatrixSource matrices) {
        this.norm = norm;
        this.matrices = matrices;
    }

    /**
     * @param size the length of the last dimension, which is normalised
     * @param weight an expression, or null for none
     * @param bias likewise; root-mean-square norms have none
     */
    String of(String input, int size, @Nullable String weight, @Nullable String bias) {
        String factor = norm.style().plusOne() && weight != null ? "torch.add(" + weight + ", 1.)" : weight;
        String exact = matrices.exact(input);
        if (norm.style().centred()) {
            return matrices.low("torch.layer_norm(" + exact + ", [" + size + "], " + orNone(factor) + ", "
                    + orNone(bias) + ", " + norm.epsilon() + ")");
        }
        return matrices.low(
                "torch.rms_norm(" + exact + ", [" + size + "], " + orNone(factor) + ", " + norm.epsilon() + ")");
    }

    /**
     * Writes a norm over a single token's {@code [1,size]}. The engine's own root-mean-square norm is made of six
     * operations, each of which costs more than its arithmetic; a number that is read back keeps them to three, and
     * costs nothing on a processor.
     */
    void single(String name, String input, int size, @Nullable String weight, @Nullable String bias, ProgramText out) {
        if (norm.style().centred() || norm.style().plusOne() || weight == null || !matrices.takesJoint()) {
            out.line(name + " = " + of(input, size, weight, bias));
            return;
        }
        out.line("flat = torch.squeeze(" + input + ", 0)");
        out.line("square = float(torch.dot(flat, flat))");
        out.line("factor = torch.div(1., torch.sqrt(torch.add(torch.div(square, " + size + "), " + norm.epsilon()
                + ")))");
        out.line(name + " = torch.mul_(torch.mul(" + input + ", " + weight + "), factor)");
    }

    private static String orNone(@Nullable String expression) {
        return expression == null ? "None" : expression;
    }
}
