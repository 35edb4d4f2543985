package cultivar.app.chat.store;

/**
 * Under what a question was asked.
 *
 * @param system instructions above the conversation; may be empty
 * @param remembering whether what was said before it was known
 */
public record Terms(String system, boolean remembering) {}
