package cultivar.app.chat.store;

/** The chats cannot be read or written; the message is one line that says what to do. */
public final class ChatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChatException(String message) {
        super(message);
    }

    ChatException(String message, Throwable cause) {
        super(message, cause);
    }
}
