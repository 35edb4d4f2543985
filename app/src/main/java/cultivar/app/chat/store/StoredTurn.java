package cultivar.app.chat.store;

import cultivar.app.chat.ask.Draw;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question with its answers.
 *
 * @param parent the turn before it, or null for the first
 * @param blind whether names were hidden until a vote
 * @param answers in the order in which they were shown
 */
public record StoredTurn(
        String id,
        @Nullable String parent,
        String question,
        Draw draw,
        boolean blind,
        Instant created,
        List<StoredAnswer> answers) {
    public StoredTurn {
        answers = List.copyOf(answers);
    }
}
