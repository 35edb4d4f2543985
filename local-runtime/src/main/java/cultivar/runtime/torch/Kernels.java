package cultivar.runtime.torch;

/**
 * Which ways of multiplying matrices this machine offers.
 *
 * @param onCpu whether a processor computes rather than a card
 * @param oneDnn whether the library oneDNN is there and multiplies right, see {@link OneDnnTrial}; its float32 products are
 *     the fastest on processors: on those of AMD twice as fast as what {@code torch.linear} calls
 */
public record Kernels(boolean onCpu, boolean oneDnn) {}
