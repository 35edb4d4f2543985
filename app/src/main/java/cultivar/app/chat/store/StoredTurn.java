package cultivar.app.chat.store;

import cultivar.app.chat.ask.Draw;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question with its answers.
 *
 * @param parent the turn before it, or null for the first
 * @param terms under what it was asked, or null where that was not kept: as the chat is now
 * @param blind whether names were hidden until a vote
 * @param leftOut how many of the oldest turns before it no longer fitted
 * @param answers in the order in which they were shown
 * @param finding what was found of them while names were hidden, or null; votes are kept by {@link VoteBook}
 */
public record StoredTurn(
        String id,
        @Nullable String parent,
        String question,
        Draw draw,
        @Nullable Terms terms,
        boolean blind,
        Instant created,
        int leftOut,
        List<StoredAnswer> answers,
        @Nullable Finding finding) {
    /**
     * A vote.
     *
     * @param place of the best one, where there is one
     */
    public record Finding(Vote.Verdict verdict, int place) {}

    public StoredTurn {
        answers = List.copyOf(answers);
    }

    /** Whether it is not to be told who answered, since nobody has voted yet, and there is something to vote on. */
    public boolean hidden() {
        return blind && finding == null && (!ended() || comparable() > 1);
    }

    private boolean ended() {
        return answers.stream().allMatch(answer -> answer.stop() != null || answer.failure() != null);
    }

    private long comparable() {
        return answers.stream().filter(StoredAnswer::takesPart).count();
    }
}
