package cultivar.app.chat.store;

import cultivar.runtime.text.ChatMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody found who saw answers without knowing whose they were.
 *
 * @param turn the turn that it is about
 * @param messages the conversation up to the question, as the best one saw it; as the first did where none is best
 */
public record Vote(
        String turn, List<ChatMessage> messages, Verdict verdict, Instant created, List<Candidate> candidates) {
    /** What was found. */
    public enum Verdict {
        /** One of them. */
        BEST,
        /** All the same. */
        SAME,
        /** All bad. */
        BAD
    }

    /**
     * One of the answers.
     *
     * @param place where it was shown, from the left
     * @param hash of the adapter's weights; empty for the base
     * @param began how strong it was at first, where that changed on the way; else null
     * @param best whether it was found the best
     */
    public record Candidate(
            int place,
            String name,
            String hash,
            double strength,
            @Nullable Double began,
            String text,
            boolean best) {}

    public Vote {
        messages = List.copyOf(messages);
        candidates = List.copyOf(candidates);
    }
}
