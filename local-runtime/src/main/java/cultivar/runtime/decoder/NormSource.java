package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.NormSpec;
import org.jspecify.annotations.Nullable;

/** Writes a norm as an expression. */
final class NormSource {
    private NormSource() {}

    /**
     * @param size the length of the last dimension, which is normalised
     * @param weight an expression, or null for none
     * @param bias likewise; root-mean-square norms have none
     */
    static String of(NormSpec norm, String input, int size, @Nullable String weight, @Nullable String bias) {
        String factor = norm.style().plusOne() && weight != null ? "torch.add(" + weight + ", 1.)" : weight;
        if (norm.style().centred()) {
            return "torch.layer_norm(" + input + ", [" + size + "], " + orNone(factor) + ", " + orNone(bias) + ", "
                    + norm.epsilon() + ")";
        }
        return "torch.rms_norm(" + input + ", [" + size + "], " + orNone(factor) + ", " + norm.epsilon() + ")";
    }

    private static String orNone(@Nullable String expression) {
        return expression == null ? "None" : expression;
    }
}
