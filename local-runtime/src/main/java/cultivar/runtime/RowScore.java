package cultivar.runtime;

/**
 * How likely a model finds a row.
 *
 * @param logprobs natural logarithms; {@code logprobs[i]} belongs to {@code ids[i + 1]}
 * @param loss mean of the negated logarithms over the labelled tokens
 * @param labels number of labelled tokens
 */
public record RowScore(int[] ids, double[] logprobs, double loss, int labels) {}
