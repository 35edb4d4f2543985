package cultivar.datanet.ask;

/**
 * What a model thinks of a row's answer.
 *
 * @param loss mean negative log-likelihood in nats of the answer's tokens after the question
 * @param difficulty that loss as a share of the loss of the same answer without the question
 */
public record AnswerCost(double loss, double difficulty) {
    /** Whether both are known: they are not where the question alone fills the model's context. */
    public boolean isKnown() {
        return Double.isFinite(loss) && Double.isFinite(difficulty);
    }
}
