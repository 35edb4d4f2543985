package cultivar.runtime.serve;

import cultivar.runtime.generate.Sampling;
import cultivar.runtime.generate.Stopping;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to answer, and who shall.
 *
 * @param promptIds the tokens to go on from, at least one
 * @param mix who answers; it may be changed while the answer goes on, see {@link Answering#mix}
 * @param deadline when the answer is given up if it has not ended, or null
 */
public record ServeRequest(
        int[] promptIds,
        AdapterMix mix,
        Sampling sampling,
        Stopping stopping,
        @Nullable Instant deadline) {
    public ServeRequest {
        if (promptIds.length == 0) {
            throw new IllegalArgumentException("The prompt is empty.");
        }
    }
}
