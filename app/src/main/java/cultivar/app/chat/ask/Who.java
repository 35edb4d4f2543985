package cultivar.app.chat.ask;

import cultivar.runtime.serve.AdapterMix;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who answers.
 *
 * @param name of the adapter, or of the base model
 * @param adapter its PEFT folder; null for the base itself
 * @param strength from 0, the base, over 1, the adapter as it was trained, to {@link #MOST}
 */
public record Who(String name, @Nullable Path adapter, double strength) {
    /** The strongest that an adapter may be. */
    public static final double MOST = AdapterMix.MOST;

    public Who {
        if (!(strength >= 0 && strength <= MOST)) {
            throw new IllegalArgumentException("The strength of " + name + " must be from 0 to 2.");
        }
    }

    /** The base model itself. */
    public static Who base(String name) {
        return new Who(name, null, 0);
    }

    /** An adapter as it was trained. */
    public static Who adapter(String name, Path folder) {
        return new Who(name, folder, 1);
    }

    public boolean isBase() {
        return adapter == null;
    }

    /** Whether the two are one model or adapter, at whatever strength. */
    public boolean isSame(Who other) {
        return adapter == null ? other.adapter == null && name.equals(other.name) : adapter.equals(other.adapter);
    }

    /** The same at another strength. */
    public Who at(double other) {
        return isBase() ? this : new Who(name, adapter, other);
    }
}
