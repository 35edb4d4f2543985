package cultivar.datanet;

/**
 * One turn of a conversation. The text is held in canonical form: Unicode NFC, line ends as LF; a text that holds a NUL
 * or half a surrogate pair is refused with a {@link DatanetException}.
 */
public record Message(Role role, String content) {
    public Message {
        content = CanonicalForm.text(content);
    }
}
