package cultivar.runtime.schema;

import cultivar.runtime.schema.Rule.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * The name of a member that the schema does not name. It has no escapes: by one, it could be a name that is taken.
 *
 * @param taken what is left of the names that it must not be, or null once it differs from them
 * @param place inside the next character, see {@link Characters}
 */
record Key(@Nullable Names taken, int place) implements Terminal {
    @Override
    public @Nullable Key after(int next) {
        int then = Characters.after(place, next, false);
        return then == Characters.NEVER ? null : new Key(taken == null ? null : taken.after(next), then);
    }

    @Override
    public boolean mayEnd() {
        return place == Characters.WHOLE && (taken == null || !taken.isWhole());
    }

    @Override
    public boolean mayGoOn() {
        return true;
    }
}
