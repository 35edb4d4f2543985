package cultivar.datanet;

import java.util.Locale;

/**
 * What a row is for. A text is on one side of a datanet only, the side on which it came first: the store refuses a row
 * whose messages are already on the other side, so that no version can hold a row that the evaluation asks.
 */
public enum Split {
    /** Rows that versions hold and models learn from. */
    TRAIN,
    /** Rows kept apart for evaluation; no version ever holds one. */
    HELD_OUT;

    /** The name that scripts see: {@code train} or {@code held-out}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
