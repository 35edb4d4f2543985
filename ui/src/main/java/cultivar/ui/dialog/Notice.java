package cultivar.ui.dialog;

import cultivar.ui.control.Tone;
import org.jspecify.annotations.Nullable;

/**
 * A message that does not interrupt.
 *
 * @param tone what kind of news it is; a danger stays until it is dismissed
 * @param text the news, one sentence, and for bad news what to do
 * @param action what its button says, or null
 * @param onAction what its button does, or null
 */
public record Notice(
        Tone tone,
        String text,
        @Nullable String action,
        @Nullable Runnable onAction) {
    /** News without a button. */
    public Notice(Tone tone, String text) {
        this(tone, text, null, null);
    }
}
