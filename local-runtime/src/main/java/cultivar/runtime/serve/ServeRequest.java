package cultivar.runtime.serve;

import cultivar.runtime.generate.Sampling;
import cultivar.runtime.generate.Stopping;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What to answer, and who shall.
 *
 * @param promptIds the tokens to go on from, at least one
 * @param mix who answers; it may be changed while the answer goes on, see {@link Answering#mix}
 * @param promptLogProbabilities how many of the likeliest tokens are told with every token of the prompt, see {@link
 *     ServeListener#onPrompt}; empty to tell nothing of it, as most do: others wait while it is computed
 * @param deadline when the answer is given up if it has not ended, or null
 */
public record ServeRequest(
        int[] promptIds,
        AdapterMix mix,
        Sampling sampling,
        Stopping stopping,
        OptionalInt promptLogProbabilities,
        @Nullable Instant deadline) {
    public ServeRequest {
        if (promptIds.length == 0) {
            throw new IllegalArgumentException("The prompt is empty.");
        }
    }

    /** One that asks for an answer alone. */
    public ServeRequest(
            int[] promptIds, AdapterMix mix, Sampling sampling, Stopping stopping, @Nullable Instant deadline) {
        this(promptIds, mix, sampling, stopping, OptionalInt.empty(), deadline);
    }

    /** The same, telling the log-probability of every token of the prompt and so many of the likeliest. */
    public ServeRequest withPromptLogProbabilities(int likeliest) {
        return new ServeRequest(promptIds, mix, sampling, stopping, OptionalInt.of(likeliest), deadline);
    }
}
