package cultivar.wallet.abi;

/**
 * A named place in a call, an error, an event or a structure.
 *
 * @param name its name in the source; may be empty
 * @param indexed whether an event keeps it in a topic
 */
public record AbiParameter(String name, AbiType type, boolean indexed) {
    /** A place that is no topic. */
    public AbiParameter(String name, AbiType type) {
        this(name, type, false);
    }
}
