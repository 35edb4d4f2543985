package cultivar.runtime.generate;

import cultivar.runtime.lora.LoraAdapter;
import org.jspecify.annotations.Nullable;

/**
 * What to generate.
 *
 * @param adapter the adapter that answers, or null for the base itself
 * @param maxTokens at most so many new tokens
 * @param ignoreEos goes on after an end token
 */
public record GenerationRequest(
        int[] promptIds, @Nullable LoraAdapter adapter, Sampling sampling, int maxTokens, boolean ignoreEos) {
    public GenerationRequest {
        if (promptIds.length == 0) {
            throw new IllegalArgumentException("The prompt is empty.");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("At least one token must be asked for.");
        }
    }
}
