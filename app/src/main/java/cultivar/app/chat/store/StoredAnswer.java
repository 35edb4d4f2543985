package cultivar.app.chat.store;

import cultivar.app.chat.ask.Outcome;
import cultivar.app.chat.ask.Who;
import org.jspecify.annotations.Nullable;

/**
 * One answer.
 *
 * @param slot the column that asked
 * @param place where it was shown, from the left
 * @param began how strong it was at first, where that changed on the way to what {@code who} says; else null
 * @param tokens how many it has
 * @param stop why it ended, or null where it failed
 * @param failure why there is none, or null
 */
public record StoredAnswer(
        int slot,
        int place,
        Who who,
        @Nullable Double began,
        String text,
        String hash,
        int tokens,
        double tokensPerSecond,
        double firstTokenSeconds,
        Outcome.@Nullable Stop stop,
        @Nullable String failure) {
    /** Whether it takes part in a vote: one that ended by itself without a word can only lose. */
    boolean takesPart() {
        return stop != null && stop != Outcome.Stop.CUT && (stop != Outcome.Stop.STOPPED || !text.isBlank());
    }
}
