package cultivar.runtime.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * How likely a token was to the model itself, before bias, penalties, temperature and schema, as vLLM tells it by default.
 * All are natural logarithms.
 *
 * @param chosen of the token that was drawn
 * @param likeliest the tokens that were likeliest, in falling order, whether the drawn one is among them or not
 */
public record LogProbabilities(double chosen, List<Token> likeliest) {
    /** A token that could have been drawn. */
    public record Token(int id, double logProbability) {}

    public LogProbabilities {
        likeliest = List.copyOf(likeliest);
    }

    /** Those of a token drawn by these logits, with some of the likeliest; of equals, the smaller id comes first. */
    public static LogProbabilities of(float[] logits, int chosen, int likeliest) {
        int[] best = best(logits, likeliest);
        double norm = logSumExp(logits);
        List<Token> tokens = new ArrayList<>();
        for (int id : best) {
            tokens.add(new Token(id, logits[id] - norm));
        }
        return new LogProbabilities(logits[chosen] - norm, tokens);
    }

    private static double logSumExp(float[] logits) {
        float most = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        return most + Math.log(sum);
    }

    private static int[] best(float[] logits, int wanted) {
        int[] best = new int[Math.min(wanted, logits.length)];
        int found = 0;
        for (int id = 0; id < logits.length && best.length > 0; id++) {
            if (found == best.length && logits[id] <= logits[best[found - 1]]) {
                continue;
            }
            int at = found < best.length ? found++ : found - 1;
            while (at > 0 && logits[best[at - 1]] < logits[id]) {
                best[at] = best[at - 1];
                at--;
            }
            best[at] = id;
        }
        return best;
    }
}
