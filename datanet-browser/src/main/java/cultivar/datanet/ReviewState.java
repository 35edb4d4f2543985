package cultivar.datanet;

import java.util.Locale;

/** What was decided about a row. A version holds accepted rows only. */
public enum ReviewState {
    /** Nobody has decided yet. */
    PENDING,
    ACCEPTED,
    /** Left out, with a reason. */
    REJECTED;

    /** The name that scripts see, in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
