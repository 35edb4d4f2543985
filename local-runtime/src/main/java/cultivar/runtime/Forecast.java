package cultivar.runtime;

/**
 * What a model expected at each place of a given text, from its second token on.
 *
 * @param logprobs natural logarithms of how likely the text's own tokens were; {@code logprobs[i]} belongs to
 *     {@code ids[i + 1]}
 * @param likeliest the tokens that were likeliest in their place
 */
public record Forecast(double[] logprobs, int[] likeliest) {}
