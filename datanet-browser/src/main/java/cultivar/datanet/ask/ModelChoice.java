package cultivar.datanet.ask;

/**
 * A base model, alone or with an adapter.
 *
 * @param base by the name that it goes by on this machine
 * @param adapter by its name; empty for the base alone
 */
public record ModelChoice(String base, String adapter) {
    /** The name of both, for people. */
    public String name() {
        return adapter.isEmpty() ? base : base + " + " + adapter;
    }
}
