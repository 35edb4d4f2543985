package cultivar.app.chat.ask;

import cultivar.runtime.text.ChatMessage;
import java.util.List;

/** Answers chats. Safe for several threads. */
public interface ChatEngine {
    /**
     * Asks one; those that are asked at the same time answer at the same time. Returns at once.
     *
     * @param messages the conversation, a question at its end
     */
    Asking ask(Who who, List<ChatMessage> messages, Draw draw, AskListener listener);
}
