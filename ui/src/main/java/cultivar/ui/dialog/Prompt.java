package cultivar.ui.dialog;

import java.util.Optional;
import java.util.function.Function;

/**
 * A question whose answer is a line of text.
 *
 * @param title the question, short
 * @param text what the answer is for; may be empty
 * @param label the input's label
 * @param initial what the input holds at first
 * @param verb what the button says
 * @param secret whether the input hides what is typed
 * @param problem what is wrong with an answer, or empty if it is fine
 */
public record Prompt(
        String title,
        String text,
        String label,
        String initial,
        String verb,
        boolean secret,
        Function<String, Optional<String>> problem) {
    /** A question for a visible text that must not be blank. */
    public static Prompt text(String title, String label, String initial, String verb) {
        return new Prompt(title, "", label, initial, verb, false, answer -> Optional.empty());
    }

    /** A question for a password. */
    public static Prompt password(String title, String text, String label, String verb) {
        return new Prompt(title, text, label, "", verb, true, answer -> Optional.empty());
    }

    /** The same question with a check of the answer. */
    public Prompt check(Function<String, Optional<String>> newProblem) {
        return new Prompt(title, text, label, initial, verb, secret, newProblem);
    }
}
