package cultivar.app.chat.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole chat.
 *
 * @param system instructions above the conversation; may be empty
 * @param leaf the turn at the end of the branch that was shown last, or null
 * @param turns of all branches, oldest first
 */
public record StoredChat(
        String id, String title, String system, @Nullable String leaf, List<StoredTurn> turns) {
    public StoredChat {
        turns = List.copyOf(turns);
    }
}
