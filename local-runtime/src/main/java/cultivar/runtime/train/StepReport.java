package cultivar.runtime.train;

/**
 * One step that was made.
 *
 * @param step from 1 to {@code steps}
 * @param loss mean over the step's labelled tokens, before the step, in nats
 * @param gradNorm global norm before clipping
 * @param learningRate the rate used
 * @param tokens tokens in the step, without padding
 * @param secondsLeft estimate for the rest of the run
 */
public record StepReport(
        int step,
        int steps,
        double loss,
        double gradNorm,
        double learningRate,
        int tokens,
        double tokensPerSecond,
        double secondsLeft) {}
