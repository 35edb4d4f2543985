package cultivar.ui.screen;

import org.jspecify.annotations.Nullable;

/**
 * What a failed screen tells.
 *
 * @param what what went wrong, one sentence
 * @param todo what the person can do about it, one sentence
 * @param detail technical text for a report, or null
 */
public record Failure(String what, String todo, @Nullable String detail) {
    /** A failure without technical text. */
    public Failure(String what, String todo) {
        this(what, todo, null);
    }
}
