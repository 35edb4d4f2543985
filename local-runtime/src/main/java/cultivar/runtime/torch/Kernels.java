package cultivar.runtime.torch;

/**
 * Which ways of multiplying matrices this machine offers.
 *
 * @param onCpu whether a processor computes rather than a card
 * @param oneDnn whether the library oneDNN is there and multiplies right, see {@link OneDnnTrial}; its float32 products are
 *     the fastest on processors: on those of AMD twice as fast as what {@code torch.linear} calls
 * @param oneDnnGradients whether its products through which gradients come back are right too
 */
public record Kernels(boolean onCpu, boolean oneDnn, boolean oneDnnGradients) {
    /** Those of a card, which has libraries of its own. */
    public static final Kernels OF_CARD = new Kernels(false, false, false);
}
