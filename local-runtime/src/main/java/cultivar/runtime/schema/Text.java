package cultivar.runtime.schema;

import cultivar.runtime.schema.Rule.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * A string between its quotation marks.
 *
 * @param least how many characters (code points, as JSON Schema counts) it has at least
 * @param most how many it has at most, or -1
 * @param count how many there are; without {@code most}, counted only up to {@code least}
 * @param place inside the next character, see {@link Characters}
 */
record Text(int least, int most, int count, int place) implements Terminal {
    static Text of(int least, int most) {
        return new Text(least, most, 0, Characters.WHOLE);
    }

    @Override
    public @Nullable Text after(int next) {
        if (!mayGoOn()) {
            return null;
        }
        int then = Characters.after(place, next, true);
        if (then == Characters.NEVER) {
            return null;
        }
        int counted = then != Characters.WHOLE ? count : most < 0 ? Math.min(least, count + 1) : count + 1;
        return new Text(least, most, counted, then);
    }

    @Override
    public boolean mayEnd() {
        return place == Characters.WHOLE && count >= least;
    }

    @Override
    public boolean mayGoOn() {
        return place != Characters.WHOLE || count != most;
    }

    @Override
    public Text inReach() {
        if (least - count > REACH) {
            return new Text(REACH + 1, -1, 0, place);
        }
        boolean near = count < least || (most >= 0 && most - count <= REACH);
        return near ? this : new Text(0, -1, 0, place);
    }
}
