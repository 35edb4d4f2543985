package cultivar.runtime.seedling;

/**
 * One message of a conversation.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param content the text, with LF line ends
 */
public record Turn(String role, String content) {
    static Turn system(String content) {
        return new Turn("system", content);
    }

    static Turn user(String content) {
        return new Turn("user", content);
    }

    static Turn assistant(String content) {
        return new Turn("assistant", content);
    }
}
