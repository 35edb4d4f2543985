package cultivar.runtime.client;

import cultivar.runtime.serve.ServeSettings;

/**
 * Memory that the engine may keep adapters in.
 *
 * @param readyBytes of those that can answer at once
 * @param warmBytes of those beside them, which come back fast
 */
public record AdapterBudget(long readyBytes, long warmBytes) {
    public AdapterBudget {
        if (readyBytes < 0 || warmBytes < 0) {
            throw new IllegalArgumentException("A budget of memory cannot be negative.");
        }
    }

    /** What suits a workstation. */
    public static AdapterBudget usual() {
        ServeSettings usual = ServeSettings.usual();
        return new AdapterBudget(usual.readyBytes(), usual.warmBytes());
    }
}
