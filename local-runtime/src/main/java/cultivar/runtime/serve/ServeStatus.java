package cultivar.runtime.serve;

/**
 * What a server has done since it began, and does now.
 *
 * @param waiting requests in the queue
 * @param running requests in the batch
 * @param cacheTokens tokens for whose keys and values the batch has memory, of {@code cacheCapacity}
 * @param promptTokens tokens of prompts that were computed
 * @param cachedTokens tokens of prompts that were found in the cache
 * @param newTokens tokens that were answered
 * @param steps computations of the batch
 * @param slabBytes where copies of the batch's adapters lie side by side, beside what {@code readyBytes} counts
 * @param readyHits requests whose adapter was ready, and so on; those of the base count nowhere
 */
public record ServeStatus(
        int waiting,
        int running,
        long cacheTokens,
        long cacheCapacity,
        long answered,
        long cancelled,
        long failed,
        long promptTokens,
        long cachedTokens,
        long newTokens,
        long steps,
        long readyHits,
        long warmHits,
        long coldHits,
        long readyBytes,
        long warmBytes,
        long slabBytes) {}
