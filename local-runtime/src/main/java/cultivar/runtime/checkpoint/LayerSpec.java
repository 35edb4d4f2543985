package cultivar.runtime.checkpoint;

/**
 * What tells one layer of a decoder from another.
 *
 * @param window how many tokens a position sees, itself included; 0 for all before it
 * @param rope which of {@link RotarySpec#tables()} turns queries and keys, or -1 for none
 */
public record LayerSpec(int window, int rope) {}
