package cultivar.app.chat.ask;

/** Answers chats. Safe for several threads. */
public interface ChatEngine {
    /**
     * Asks one; those that are asked at the same time answer at the same time. Returns at once.
     *
     * @param memory gives the conversation, once it is known how much of it fits
     */
    Asking ask(Who who, Memory memory, Draw draw, AskListener listener);
}
