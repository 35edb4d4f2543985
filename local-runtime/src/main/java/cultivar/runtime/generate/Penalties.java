package cultivar.runtime.generate;

/**
 * What is taken from the logits of tokens that were there before.
 *
 * @param repetition divides positive logits and multiplies negative ones, once for every token of the prompt and the answer
 *     (CTRL's rule, Keskar et al. 2019, as transformers applies it); 1 for none
 * @param presence is subtracted once for every token of the answer, as OpenAI's API does; from -2 to 2
 * @param frequency is subtracted as many times as the answer has the token, as OpenAI's API does; from -2 to 2
 */
public record Penalties(double repetition, double presence, double frequency) {
    /** Changes nothing. */
    public static final Penalties NONE = new Penalties(1, 0, 0);

    private static final double MOST = 2;

    public Penalties {
        if (!(repetition > 0 && repetition < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The repetition penalty must be above 0.");
        }
        if (!(Math.abs(presence) <= MOST)) {
            throw new IllegalArgumentException("The presence penalty must be from -2 to 2.");
        }
        if (!(Math.abs(frequency) <= MOST)) {
            throw new IllegalArgumentException("The frequency penalty must be from -2 to 2.");
        }
    }
}
