package cultivar.runtime.checkpoint;

/**
 * Constant factors along the way.
 *
 * @param embedding on the embedded tokens
 * @param residual on what attention and MLP add
 * @param logit on the logits
 * @param logitCap logits then become {@code cap * tanh(logit / cap)}; 0 for none
 */
public record ScaleSpec(double embedding, double residual, double logit, double logitCap) {}
