package cultivar.runtime.serve;

/**
 * What a server may use.
 *
 * @param maxBatch the most sequences in a batch
 * @param maxQueue the most requests that wait
 * @param cacheBytes memory for keys and values of what is being answered
 * @param prefixBytes memory for those of earlier texts, which requests that begin alike go on from
 * @param readyBytes memory for adapters that the engine holds
 * @param warmBytes memory for adapters that the machine holds beside those
 * @param chunk tokens of prompts that are computed between two steps of the batch
 */
public record ServeSettings(
        int maxBatch, int maxQueue, long cacheBytes, long prefixBytes, long readyBytes, long warmBytes, int chunk) {
    private static final long MIB = 1 << 20;

    public ServeSettings {
        if (maxBatch < 1 || maxQueue < 1 || chunk < 1) {
            throw new IllegalArgumentException("Batch, queue and chunk must be at least 1.");
        }
        if (cacheBytes < 0 || prefixBytes < 0 || readyBytes < 0 || warmBytes < 0) {
            throw new IllegalArgumentException("A budget of memory cannot be negative.");
        }
    }

    /** What suits a workstation: 16 at once, and some hundreds of MiB for each kind of memory. */
    public static ServeSettings usual() {
        return new ServeSettings(16, 1024, 1024 * MIB, 256 * MIB, 1024 * MIB, 2048 * MIB, 128);
    }

    /** The same with another size of the batch. */
    public ServeSettings withBatch(int batch) {
        return new ServeSettings(batch, maxQueue, cacheBytes, prefixBytes, readyBytes, warmBytes, chunk);
    }

    /** The same with another queue. */
    public ServeSettings withQueue(int queue) {
        return new ServeSettings(maxBatch, queue, cacheBytes, prefixBytes, readyBytes, warmBytes, chunk);
    }

    /** The same with other memory for keys and values. */
    public ServeSettings withCache(long cache, long prefix) {
        return new ServeSettings(maxBatch, maxQueue, cache, prefix, readyBytes, warmBytes, chunk);
    }

    /** The same with other memory for adapters. */
    public ServeSettings withAdapters(long ready, long warm) {
        return new ServeSettings(maxBatch, maxQueue, cacheBytes, prefixBytes, ready, warm, chunk);
    }

    /** The same with other pieces of prompts. */
    public ServeSettings withChunk(int tokens) {
        return new ServeSettings(maxBatch, maxQueue, cacheBytes, prefixBytes, readyBytes, warmBytes, tokens);
    }
}
