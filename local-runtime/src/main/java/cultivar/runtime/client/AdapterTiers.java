package cultivar.runtime.client;

/**
 * Where the adapters lie that the engine can answer with, and where those lay that were asked.
 *
 * @param ready how many, their memory in bytes, and the requests that found theirs there
 * @param warm the same of those in the machine's memory beside the engine
 * @param cold the same of those in their files, which take no memory
 */
public record AdapterTiers(Tier ready, Tier warm, Tier cold) {
    /** One of the three. */
    public record Tier(long adapters, long bytes, long hits) {}

    /** Requests to any adapter. */
    public long asked() {
        return ready.hits() + warm.hits() + cold.hits();
    }
}
