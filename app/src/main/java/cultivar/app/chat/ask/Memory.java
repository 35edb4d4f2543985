package cultivar.app.chat.ask;

import cultivar.runtime.text.ChatMessage;
import java.util.List;
import java.util.function.Predicate;

/** What one knows who is asked. */
@FunctionalInterface
public interface Memory {
    /**
     * The conversation that is to be gone on with, a question at its end. Asked once, on a thread that may take its time.
     *
     * @param fits whether a conversation leaves room for its answer
     */
    List<ChatMessage> recall(Predicate<List<ChatMessage>> fits);
}
