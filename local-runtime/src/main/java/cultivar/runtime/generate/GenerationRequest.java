package cultivar.runtime.generate;

import cultivar.runtime.lora.LoraAdapter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to generate.
 *
 * @param adapter the adapter that answers, or null for the base itself
 */
public record GenerationRequest(int[] promptIds, @Nullable LoraAdapter adapter, Sampling sampling, Stopping stopping) {
    public GenerationRequest {
        if (promptIds.length == 0) {
            throw new IllegalArgumentException("The prompt is empty.");
        }
    }

    /**
     * Without stop strings.
     *
     * @param maxTokens at most so many new tokens
     * @param ignoreEos goes on after an end token
     */
    public GenerationRequest(
            int[] promptIds, @Nullable LoraAdapter adapter, Sampling sampling, int maxTokens, boolean ignoreEos) {
        this(promptIds, adapter, sampling, new Stopping(maxTokens, List.of(), ignoreEos));
    }
}
